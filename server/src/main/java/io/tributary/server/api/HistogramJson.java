package io.tributary.server.api;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.histogram.floats.BucketWalk;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.io.IOException;

/// Native histograms as Prometheus' API shows them (`util/jsonutil`):
///
/// ```
/// {"count":"3","sum":"4","buckets":[[0,"1","2","3"]]}
/// ```
///
/// Each bucket begins with which of its bounds belong to it: 0 the upper one, 1 the lower one, 2
/// none, 3 both. Reused; owned by one thread.
final class HistogramJson {
    private final BucketWalk walk = new BucketWalk();

    void write(JsonWriter json, FloatHistogram histogram) throws IOException {
        json.beginObject().name("count").sample(histogram.count());
        json.name("sum").sample(histogram.sum());
        walk.reset(histogram);
        if (walk.size() > 0) {
            json.name("buckets").beginArray();
            for (int i = 0; i < walk.size(); i++) {
                json.beginArray().number(boundaries(i));
                json.sample(walk.lower(i)).sample(walk.upper(i)).sample(walk.count(i));
                json.endArray();
            }
            json.endArray();
        }
        json.endObject();
    }

    private long boundaries(int bucket) {
        boolean lower = walk.isLowerInclusive(bucket);
        boolean upper = walk.isUpperInclusive(bucket);
        if (lower) {
            return upper ? 3 : 1;
        }
        return upper ? 0 : 2;
    }
}
