package io.tributary.promql.engine.replicas;

import io.tributary.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series of a selection that are one without their replica labels, in the order of what is
/// left of their labels. Those of a group stand in the order that they had: by their labels, so it
/// is the same whoever sent first.
final class ReplicaGroups {
    private final List<Labels> labels;
    private final List<Group> groups;

    private static final class Group {
        private final Labels labels;
        private int[] members = new int[2];
        private int size;

        Group(Labels labels) {
            this.labels = labels;
        }

        void add(int series) {
            if (size == members.length) {
                members = Arrays.copyOf(members, 2 * size);
            }
            members[size++] = series;
        }
    }

    private ReplicaGroups(List<Group> groups) {
        this.groups = groups;
        this.labels = groups.stream().map(group -> group.labels).toList();
    }

    /// @param series in their order
    static ReplicaGroups of(List<Labels> series, ReplicaLabels replicas) {
        Map<Labels, Group> byLabels = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            Labels left = replicas.without(series.get(i));
            Group group = byLabels.get(left);
            if (group == null) {
                group = new Group(left);
                byLabels.put(left, group);
                groups.add(group);
            }
            group.add(i);
        }
        groups.sort(Comparator.comparing(group -> group.labels));
        return new ReplicaGroups(groups);
    }

    /// Of each group.
    List<Labels> labels() {
        return labels;
    }

    /// How many replicas a group has.
    int size(int group) {
        return groups.get(group).size;
    }

    /// The number, in the selection, of a group's replica.
    int member(int group, int replica) {
        return groups.get(group).members[replica];
    }
}
