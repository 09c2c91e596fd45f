package io.tributary.gateway.routing;

import java.util.Arrays;
import java.util.List;

/// For each of some things of a write, the numbers of the parts it goes to; and for each part, the
/// things that go to it, in their order. Reused; owned by one thread at a time.
final class Ways {
    private static final int START = 64;

    private int[] parts = new int[START];
    private int[] ends = new int[START];
    private int count;
    private int wayCount;

    /// By part: `things[starts[part] .. starts[part + 1])`.
    private int[] starts = new int[START];

    private int[] things = new int[START];

    void clear() {
        count = 0;
        wayCount = 0;
    }

    /// Adds the next thing.
    ///
    /// @param positions the number of a target's part, by the target's index
    void add(List<Target> targets, int[] positions) {
        parts = grown(parts, wayCount + targets.size());
        ends = grown(ends, count + 1);
        for (int i = 0; i < targets.size(); i++) {
            parts[wayCount++] = positions[targets.get(i).index()];
        }
        ends[count++] = wayCount;
    }

    /// How many ways all things have.
    int wayCount() {
        return wayCount;
    }

    /// Whether a thing goes anywhere.
    boolean isOnAWay(int thing) {
        return ends[thing] > (thing == 0 ? 0 : ends[thing - 1]);
    }

    /// Sorts by part.
    void sort(int partCount) {
        starts = grown(starts, partCount + 1);
        things = grown(things, wayCount);
        Arrays.fill(starts, 0, partCount + 1, 0);
        for (int way = 0; way < wayCount; way++) {
            starts[parts[way] + 1]++;
        }
        for (int part = 0; part < partCount; part++) {
            starts[part + 1] += starts[part];
        }
        int way = 0;
        for (int thing = 0; thing < count; thing++) {
            for (; way < ends[thing]; way++) {
                things[starts[parts[way]]++] = thing;
            }
        }
        for (int part = partCount; part > 0; part--) {
            starts[part] = starts[part - 1];
        }
        starts[0] = 0;
    }

    /// How many things go to a part.
    int count(int part) {
        return starts[part + 1] - starts[part];
    }

    /// One of them.
    int thing(int part, int index) {
        return things[starts[part] + index];
    }

    private static int[] grown(int[] array, int size) {
        return array.length >= size
                ? array
                : Arrays.copyOf(array, Math.max(size, 2 * array.length));
    }
}
