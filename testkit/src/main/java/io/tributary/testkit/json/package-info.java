/// JSON that a server answered, read by tests.
///
/// *Start here*: {@link io.tributary.testkit.json.JsonReader}.
///
/// Invariants: values are immutable; what is not JSON, and what is not there, fails the test with a
/// sentence. One thread.
///
/// Deliberately absent: numbers as numbers; whoever asks knows which they want. Writing.
@NullMarked
package io.tributary.testkit.json;

import org.jspecify.annotations.NullMarked;
