/// A real server that sends each write to several tenants by its labels, and is killed.
///
/// *Start here*: `RoutedKillTest`.
@NullMarked
package io.tributary.cli.routing;

import org.jspecify.annotations.NullMarked;
