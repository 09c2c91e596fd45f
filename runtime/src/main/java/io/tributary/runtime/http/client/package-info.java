/// HTTP from the other side: one question, and one bounded answer or one that is read as it comes.
///
/// *Start here*: {@link io.tributary.runtime.http.client.HttpCaller}.
///
/// Invariants: an answer that is held has a bound in bytes and in time; the reader of one that is
/// not waits for no part of it longer than it says. Threads: any. Not a hot path. What it does not
/// do: retry, follow redirects, keep connections for anybody else.
@NullMarked
package io.tributary.runtime.http.client;

import org.jspecify.annotations.NullMarked;
