/// HTTP as Tributary answers it: routes, requests, answers; the stack beneath does not show.
///
/// *Start here*: {@link io.tributary.runtime.http.HttpServer}, {@link
/// io.tributary.runtime.http.Routes}, {@link io.tributary.runtime.http.HttpExchange}.
///
/// Invariants: no byte of a body is read before a handler asks for it, and none is kept before its
/// room was reserved; every error is told in Prometheus' envelope, never with a stack trace;
/// connections, requests, headers, URLs, parameters and waiting times have a bound.
///
/// Threads: event loops only move bytes; each request has a virtual thread, on which handlers may
/// block. On the sample path once per request, not per sample.
///
/// What it does not do: authentication (it tells a client's certificate, and no more), access logs,
/// content negotiation.
@NullMarked
package io.tributary.runtime.http;

import org.jspecify.annotations.NullMarked;
