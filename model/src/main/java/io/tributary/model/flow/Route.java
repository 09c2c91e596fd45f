package io.tributary.model.flow;

import io.tributary.model.Tenant;

/// Where one sender's writes go: the verdict of authentication, fixed for a policy generation.
///
/// @param id never reused while the process lives; part of every key of the series cache, so
///   identical label bytes of two senders are two entries and a change of policy (a new id) makes
///   all old entries dead at once
/// @param tenant whom the data belongs to
/// @param dialect how label bytes are written
/// @param backlog whether this sender may fill gaps behind its live data and send what is up to 24
///   h late
/// @param futureMillis how far ahead of our clock a sample may be, in milliseconds
/// @param policy what admission does with its series
public record Route(
        int id,
        Tenant tenant,
        Dialect dialect,
        boolean backlog,
        long futureMillis,
        RoutePolicy policy) {}
