/// Settings: declared by the modules that read them, given by a file, the environment and flags.
///
/// *Start here*: {@link io.tributary.runtime.config.Setting}, {@link
/// io.tributary.runtime.config.ConfigLoader}.
///
/// ```
/// default  <  YAML file  <  TRIBUTARY_HEAD__LATE_WINDOW=1h  <  --set head.lateWindow=1h
/// ```
///
/// Keys are nested camelCase (`head.lateWindow`; below `limits` snake_case). Every key has a
/// default that works. What is unknown or wrong is refused, all of it in one message, with the
/// place it stands at and the key that was probably meant.
///
/// Invariants: a {@link io.tributary.runtime.config.Config} holds a valid value for every setting;
/// a secret's value is in no message and no print. Everything is immutable; loading belongs to one
/// thread. Not a hot path: parts read their settings once, when they are built.
///
/// Deliberately absent: lists, but of lines in one text, and maps (objects with a life of their own
/// are registered, not configured), references between values, and reloading.
@NullMarked
package io.tributary.runtime.config;

import org.jspecify.annotations.NullMarked;
