/// The whole program over its doors: two clusters as the guide has them, and no secret in anything
/// that is written or printed.
///
/// *Start here*: `TwoClustersTest`; `SecretsCanaryTest` for the secrets.
@NullMarked
package io.tributary.cli.security;

import org.jspecify.annotations.NullMarked;
