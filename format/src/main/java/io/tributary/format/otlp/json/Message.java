package io.tributary.format.otlp.json;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The messages of OTLP's metrics, with those fields that the translation looks at.
enum Message {
    REQUEST,
    RESOURCE_METRICS,
    RESOURCE,
    SCOPE_METRICS,
    SCOPE,
    METRIC,
    GAUGE,
    SUM,
    HISTOGRAM,
    EXPONENTIAL,
    SUMMARY,
    NUMBER_POINT,
    HISTOGRAM_POINT,
    EXPONENTIAL_POINT,
    BUCKETS,
    SUMMARY_POINT,
    QUANTILE,
    EXEMPLAR,
    KEY_VALUE,
    ANY_VALUE,
    ARRAY,
    KEY_VALUE_LIST;

    /// A field's place and kind.
    ///
    /// @param message what it holds, if its kind is {@link Kind#MESSAGE}; else it says nothing
    record Field(int number, Kind kind, boolean repeated, Message message) {}

    /// How a value stands in JSON and in protobuf.
    enum Kind {
        MESSAGE,
        STRING,
        BASE64,
        HEX,
        BOOL,
        DOUBLE,
        /// Eight bytes, with or without a sign.
        FIXED64,
        VARINT,
        /// A varint whose lowest bit is the sign.
        ZIGZAG,
        /// A varint, or the name of the temporality.
        TEMPORALITY
    }

    private static final Map<Message, Map<String, Field>> FIELDS = new EnumMap<>(Message.class);

    static {
        REQUEST.many("resource_metrics", 1, RESOURCE_METRICS);
        RESOURCE_METRICS.one("resource", 1, RESOURCE).many("scope_metrics", 2, SCOPE_METRICS);
        RESOURCE.many("attributes", 1, KEY_VALUE);
        SCOPE_METRICS.one("scope", 1, SCOPE).many("metrics", 2, METRIC);
        SCOPE_METRICS.one("schema_url", 3, Kind.STRING);
        SCOPE.one("name", 1, Kind.STRING).one("version", 2, Kind.STRING);
        SCOPE.many("attributes", 3, KEY_VALUE);
        METRIC.one("name", 1, Kind.STRING).one("description", 2, Kind.STRING);
        METRIC.one("unit", 3, Kind.STRING).one("gauge", 5, GAUGE).one("sum", 7, SUM);
        METRIC.one("histogram", 9, HISTOGRAM).one("exponential_histogram", 10, EXPONENTIAL);
        METRIC.one("summary", 11, SUMMARY);
        GAUGE.many("data_points", 1, NUMBER_POINT);
        SUM.many("data_points", 1, NUMBER_POINT).temporality().one("is_monotonic", 3, Kind.BOOL);
        HISTOGRAM.many("data_points", 1, HISTOGRAM_POINT).temporality();
        EXPONENTIAL.many("data_points", 1, EXPONENTIAL_POINT).temporality();
        SUMMARY.many("data_points", 1, SUMMARY_POINT);
        NUMBER_POINT.times().value(4).many("exemplars", 5, EXEMPLAR);
        NUMBER_POINT.many("attributes", 7, KEY_VALUE).one("flags", 8, Kind.VARINT);
        HISTOGRAM_POINT.times().counts().many("bucket_counts", 6, Kind.FIXED64);
        HISTOGRAM_POINT.many("explicit_bounds", 7, Kind.DOUBLE).many("exemplars", 8, EXEMPLAR);
        HISTOGRAM_POINT.many("attributes", 9, KEY_VALUE).one("flags", 10, Kind.VARINT);
        EXPONENTIAL_POINT.many("attributes", 1, KEY_VALUE).times().counts();
        EXPONENTIAL_POINT.one("scale", 6, Kind.ZIGZAG).one("zero_count", 7, Kind.FIXED64);
        EXPONENTIAL_POINT.one("positive", 8, BUCKETS).one("negative", 9, BUCKETS);
        EXPONENTIAL_POINT.one("flags", 10, Kind.VARINT).many("exemplars", 11, EXEMPLAR);
        BUCKETS.one("offset", 1, Kind.ZIGZAG).many("bucket_counts", 2, Kind.VARINT);
        SUMMARY_POINT.times().counts().many("quantile_values", 6, QUANTILE);
        SUMMARY_POINT.many("attributes", 7, KEY_VALUE).one("flags", 8, Kind.VARINT);
        QUANTILE.one("quantile", 1, Kind.DOUBLE).one("value", 2, Kind.DOUBLE);
        EXEMPLAR.one("time_unix_nano", 2, Kind.FIXED64).value(3).one("span_id", 4, Kind.HEX);
        EXEMPLAR.one("trace_id", 5, Kind.HEX).many("filtered_attributes", 7, KEY_VALUE);
        KEY_VALUE.one("key", 1, Kind.STRING).one("value", 2, ANY_VALUE);
        ANY_VALUE.one("string_value", 1, Kind.STRING).one("bool_value", 2, Kind.BOOL);
        ANY_VALUE.one("int_value", 3, Kind.VARINT).one("double_value", 4, Kind.DOUBLE);
        ANY_VALUE.one("array_value", 5, ARRAY).one("kvlist_value", 6, KEY_VALUE_LIST);
        ANY_VALUE.one("bytes_value", 7, Kind.BASE64);
        ARRAY.many("values", 1, ANY_VALUE);
        KEY_VALUE_LIST.many("values", 1, KEY_VALUE);
    }

    /// The field with a name; empty if it is not known.
    Optional<Field> field(String name) {
        return Optional.ofNullable(FIELDS.getOrDefault(this, Map.of()).get(name));
    }

    private Message times() {
        one("start_time_unix_nano", 2, Kind.FIXED64);
        return one("time_unix_nano", 3, Kind.FIXED64);
    }

    private Message counts() {
        return one("count", 4, Kind.FIXED64).one("sum", 5, Kind.DOUBLE);
    }

    private Message value(int ofDouble) {
        return one("as_double", ofDouble, Kind.DOUBLE).one("as_int", 6, Kind.FIXED64);
    }

    private Message temporality() {
        return one("aggregation_temporality", 2, Kind.TEMPORALITY);
    }

    private Message one(String name, int number, Kind kind) {
        return add(name, new Field(number, kind, false, this));
    }

    private Message one(String name, int number, Message message) {
        return add(name, new Field(number, Kind.MESSAGE, false, message));
    }

    private Message many(String name, int number, Kind kind) {
        return add(name, new Field(number, kind, true, this));
    }

    private Message many(String name, int number, Message message) {
        return add(name, new Field(number, Kind.MESSAGE, true, message));
    }

    private Message add(String name, Field field) {
        Map<String, Field> fields = FIELDS.computeIfAbsent(this, _ -> new HashMap<>());
        fields.put(name, field);
        fields.put(camelCase(name), field);
        return this;
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean upper = i > 0 && name.charAt(i - 1) == '_';
            if (name.charAt(i) != '_') {
                camel.append(upper ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
            }
        }
        return camel.toString();
    }
}
