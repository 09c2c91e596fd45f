package io.tributary.gateway.registry;

import io.tributary.model.Matcher;
import java.util.List;

/// What a view shows of some tenants.
///
/// @param tenants whose data; their names or aliases, or every tenant's
/// @param match conditions on the labels as stored; a series is shown where all of them match
public record ViewPart(Granted tenants, List<Matcher> match) {
    public ViewPart {
        match = List.copyOf(match);
    }
}
