package io.tributary.format.otlp.point;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;

/// Reads data points of a kind and writes their series, or refuses them.
interface PointReader {
    /// Reads the innermost message of `in`, a data point, to its end.
    void read(ProtoCursor in) throws MalformedRequestException;
}
