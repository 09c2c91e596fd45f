package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.testkit.SeededCases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Legal requests of remote write 2.0 as no ordinary writer makes them: fields in any order,
/// symbols among and behind the series, refs alone and packed, refs that name nothing, unknown
/// fields.
final class SymbolRequests {
    private static final List<String> TEXTS =
            List.of(
                    "__name__",
                    "requests_total",
                    "latency_bucket",
                    "latency_count",
                    "latency_sum",
                    "latency",
                    "_count",
                    "le",
                    "trace_id",
                    "\u20ac");

    /// The place of `__name__`, where there are symbols at all.
    private static final int METRIC_NAME = 1;

    private final SeededCases.Random random;
    private final RandomRequests wire;
    private final List<byte[]> symbols = new ArrayList<>();
    private byte[] lastMetadata = {};

    SymbolRequests(SeededCases.Random random) {
        this.random = random;
        wire = new RandomRequests(random);
    }

    byte[] request() {
        addSymbols();
        return message(wire.fields(5, () -> wire.field(5, series())));
    }

    /// A request of so many series, each with everything a series can have.
    byte[] asideRequest(int seriesCount) {
        addSymbols();
        List<byte[]> series = new ArrayList<>();
        for (int i = 0; i < seriesCount; i++) {
            series.add(
                    wire.field(
                            5,
                            RandomRequests.join(
                                    refs(4),
                                    wire.field(2, sample()),
                                    wire.field(3, histogram()),
                                    wire.field(4, exemplar()),
                                    wire.field(5, metadata()))));
        }
        return message(series);
    }

    private void addSymbols() {
        if (random.oneIn(30)) {
            return;
        }
        symbols.add(new byte[0]);
        TEXTS.forEach(text -> symbols.add(text.getBytes(StandardCharsets.UTF_8)));
        symbols.addAll(wire.fields(3, () -> random.bytes(0, 4)));
        symbols.addAll(wire.fields(1, () -> repeated("x")));
        symbols.addAll(wire.fields(1, () -> repeated("\ud83d\ude00")));
    }

    private byte[] repeated(String character) {
        return character.repeat(random.between(100, 140)).getBytes(StandardCharsets.UTF_8);
    }

    /// The symbols in their order, and all else before, behind or among them.
    private byte[] message(List<byte[]> series) {
        List<byte[]> fields = new ArrayList<>(series);
        fields.addAll(wire.fields(1, wire::unknown));
        List<byte[]> all = new ArrayList<>();
        int order = random.between(0, 2);
        for (byte[] symbol : symbols) {
            while (order == 2 && !fields.isEmpty() && random.oneIn(3)) {
                all.add(fields.removeLast());
            }
            all.add(wire.field(4, symbol));
        }
        all.addAll(order == 1 ? 0 : all.size(), fields);
        return RandomRequests.join(all.toArray(new byte[0][]));
    }

    private byte[] series() {
        return wire.message(
                List.of(refs(random.between(0, 3))),
                wire.fields(1, () -> random.oneIn(4) ? refs(1) : new byte[0]),
                wire.fields(3, () -> wire.field(2, sample())),
                wire.fields(random.between(0, 2), () -> wire.field(3, histogram())),
                wire.fields(2, () -> wire.field(4, exemplar())),
                wire.fields(random.oneIn(6) ? 3 : 1, () -> wire.field(5, metadata())),
                wire.fields(1, wire::unknown));
    }

    /// Refs of so many labels, most of the time with a metric's name.
    private byte[] refs(int labels) {
        List<Long> refs = new ArrayList<>();
        int named = random.oneIn(6) ? -1 : random.between(0, Math.max(0, labels - 1));
        for (int i = 0; i < labels; i++) {
            refs.add(i == named ? METRIC_NAME : ref());
            refs.add(i == named ? random.between(2, 7) : ref());
        }
        if (random.oneIn(12)) {
            refs.add(ref());
        }
        List<byte[]> numbers = refs.stream().map(wire::varint).toList();
        if (random.oneIn(4)) {
            byte[] tag = wire.tag(1, ProtoCursor.VARINT);
            return RandomRequests.join(
                    numbers.stream()
                            .map(number -> RandomRequests.join(tag, number))
                            .toArray(byte[][]::new));
        }
        int cut = random.oneIn(4) ? random.between(0, numbers.size()) : numbers.size();
        return RandomRequests.join(
                packed(numbers.subList(0, cut)),
                cut < numbers.size() ? packed(numbers.subList(cut, numbers.size())) : new byte[0]);
    }

    private byte[] packed(List<byte[]> numbers) {
        return wire.field(1, RandomRequests.join(numbers.toArray(new byte[0][])));
    }

    /// Now and then of no symbol; one of more than 32 bits means its lower half.
    private long ref() {
        if (random.oneIn(40)) {
            return random.pick(
                    List.of((long) symbols.size(), 0xffff_ffffL, 1L << 31, (1L << 32) + 1, -1L));
        }
        return random.between(0, Math.max(0, symbols.size() - 1));
    }

    private byte[] sample() {
        return wire.message(
                wire.fields(1, () -> wire.fixed(1)),
                wire.fields(2, () -> wire.varintField(2)),
                wire.fields(random.oneIn(3) ? 2 : 0, () -> wire.varintField(3)),
                wire.fields(random.oneIn(5) ? 1 : 0, wire::unknown));
    }

    private byte[] histogram() {
        byte[] message = random.oneIn(3) ? wire.histogram() : wire.validHistogram();
        return wire.message(
                List.of(message), wire.fields(random.oneIn(2) ? 2 : 0, () -> wire.varintField(17)));
    }

    private byte[] exemplar() {
        return wire.message(
                List.of(refs(random.oneIn(3) ? 0 : random.between(1, 2))),
                wire.fields(1, () -> wire.fixed(2)),
                wire.fields(1, () -> wire.varintField(3)),
                wire.fields(random.oneIn(5) ? 1 : 0, wire::unknown));
    }

    /// Half of the time what the one before said.
    private byte[] metadata() {
        if (random.oneIn(2)) {
            lastMetadata =
                    wire.message(
                            wire.fields(1, () -> random.oneIn(9) ? wire.varintField(1) : type()),
                            wire.fields(1, () -> numbered(3, ref())),
                            wire.fields(1, () -> numbered(4, ref())),
                            wire.fields(random.oneIn(5) ? 1 : 0, wire::unknown));
        }
        return lastMetadata;
    }

    private byte[] type() {
        return numbered(1, random.between(0, 7));
    }

    private byte[] numbered(int field, long value) {
        return RandomRequests.join(wire.tag(field, ProtoCursor.VARINT), wire.varint(value));
    }
}
