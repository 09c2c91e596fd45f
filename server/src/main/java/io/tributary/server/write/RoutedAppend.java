package io.tributary.server.write;

import io.tributary.gateway.audit.AuditEvent;
import io.tributary.gateway.limits.IngestRates;
import io.tributary.gateway.limits.IngestRates.Share;
import io.tributary.gateway.routing.RoutedWrite;
import io.tributary.gateway.routing.Router;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The way of a write whose labels choose the tenants of its series: all its parts are stored in
/// one step, or none is.
///
/// ```
/// route ─► rates: each tenant by itself ─┬ one has to wait: all wait, 503
///                                        ├ over the rate and to be dropped, or too many at once: that part is refused
///                                        └► append all others at once ─► one answer, each sample counted once
/// ```
///
/// Safe from any thread.
final class RoutedAppend {
    private static final WriteResult NOTHING_STORED =
            new WriteResult.Accepted(0, 0, 0, 0, 0, Map.of(), "", List.of(), 0);

    private final WriteFlow.Surroundings around;

    RoutedAppend(WriteFlow.Surroundings around) {
        this.around = around;
    }

    /// Appends what may come now.
    ///
    /// @param leftOut what the decoder left out
    /// @param lease takes room for the copies
    /// @throws HttpRefusalException if nothing was stored, and the sender should come again
    WriteFlow.Written append(
            WriteFlow.Request request,
            Router router,
            WriteScratch scratch,
            LeftOut leftOut,
            ByteBudget<Tenant>.Lease lease) {
        long began = around.clock().monotonicNanos();
        RoutedWrite routed = scratch.routed();
        router.route(scratch.batch(), routed);
        if (!lease.takeMore(routed.sizeBytes())) {
            throw HttpRefusalException.unavailable(
                    "no room for the copies of the body now: too many bytes in flight", 1);
        }
        routed.makeParts();
        List<WriteFlow.Outcome> outcomes = new ArrayList<>();
        WriteResult result;
        try {
            result = append(request, scratch.batch(), routed, outcomes);
        } catch (HttpRefusalException e) {
            around.routing().failed();
            throw e;
        }
        LeftOut onTheWay =
                leftOut.and(new LeftOut(routed.refusedOnTheWay(), routed.firstRefusal(), 0));
        if (result instanceof WriteResult.Accepted && !onTheWay.isNothing()) {
            outcomes.add(leftOut(request.route(), onTheWay));
        }
        count(request, routed, result);
        around.routing().took(around.clock().monotonicNanos() - began);
        LeftOut all = onTheWay.and(new LeftOut(routed.refusedOfParts(), routed.firstRefusal(), 0));
        int rejected = leftOut.count() + routed.pointsRefused();
        return new WriteFlow.Written(new WriteFormat.Told(result, all, rejected), outcomes);
    }

    /// @param outcomes gets those of each part that the store was given, or that was left out
    private WriteResult append(
            WriteFlow.Request request,
            WriteBatch batch,
            RoutedWrite routed,
            List<WriteFlow.Outcome> outcomes) {
        IngestRates rates = around.rates();
        Route home = request.route();
        List<Share> shares = new ArrayList<>();
        for (int part = 0; part < routed.partCount(); part++) {
            shares.add(new Share(routed.route(part), routed.sampleCount(part)));
        }
        int sent = batch.valueCount();
        SortedMap<Integer, IngestRates.Answer> refused = new TreeMap<>();
        switch (rates.take(shares, home, sent, refused)) {
            case IngestRates.Answer.Taken _ ->
                    refused.forEach((part, why) -> leaveOut(routed, part, why));
            case IngestRates.Answer.Later later -> {
                Route whose = refused.isEmpty() ? home : routed.route(refused.firstKey());
                around.counters().overRate(whose);
                throw HttpRefusalException.unavailable(
                        "nothing was stored, try again: rate: " + later.why(), later.seconds());
            }
            case IngestRates.Answer.TooMany(var why) -> {
                WriteResult tooLarge = new WriteResult.TooLarge(why);
                outcomes.add(new WriteFlow.Outcome(home, tooLarge, LeftOut.NOTHING));
                return tooLarge;
            }
        }
        List<SampleSink.Part> parts = routed.toAppend();
        List<WriteResult> results =
                parts.isEmpty() ? List.of() : request.doors().sink().append(parts);
        WriteResult result = routed.result(results);
        if (!(result instanceof WriteResult.Accepted)) {
            rates.giveBack(
                    parts.stream()
                            .map(part -> new Share(part.route(), part.batch().valueCount()))
                            .toList(),
                    home,
                    sent);
        }
        for (int i = 0; i < parts.size(); i++) {
            Route route = parts.get(i).route();
            outcomes.add(new WriteFlow.Outcome(route, results.get(i), LeftOut.NOTHING));
        }
        if (result instanceof WriteResult.Accepted) {
            refused.keySet().forEach(part -> outcomes.add(leftOut(routed, part)));
        }
        return result;
    }

    private static WriteFlow.Outcome leftOut(RoutedWrite routed, int part) {
        Map<String, Integer> all = Map.of(routed.leftOut(part), routed.sampleCount(part));
        return leftOut(routed.route(part), new LeftOut(all, "", 0));
    }

    /// Where nothing came to the store, as nothing was to come.
    private static WriteFlow.Outcome leftOut(Route route, LeftOut leftOut) {
        return new WriteFlow.Outcome(route, NOTHING_STORED, leftOut);
    }

    /// Refuses what one tenant does not take: others have theirs.
    private void leaveOut(RoutedWrite routed, int part, IngestRates.Answer answer) {
        switch (answer) {
            case IngestRates.Answer.Taken _ -> {}
            case IngestRates.Answer.Later(var why, _) -> {
                around.counters().overRate(routed.route(part));
                routed.leaveOut(part, "rate", why);
            }
            case IngestRates.Answer.TooMany(var why) ->
                    routed.leaveOut(part, "too_many_samples", why);
        }
    }

    private void count(WriteFlow.Request request, RoutedWrite routed, WriteResult result) {
        around.routing().routed(routed);
        if (!(result instanceof WriteResult.Accepted)) {
            around.routing().failed();
            return;
        }
        if (!routed.firstForeign().isEmpty()) {
            around.trail()
                    .told(
                            request.exchange(),
                            request.caller(),
                            AuditEvent.Kind.DENIAL,
                            "tenant_unknown",
                            routed.firstForeign());
        }
    }
}
