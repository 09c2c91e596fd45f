package io.tributary.gateway.limits;

import io.tributary.runtime.config.Config;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;

/// What is made of a configuration, made once for each and kept as long as that is in use: those of
/// tenants and clusters change with the registry.
///
/// Safe from any thread.
///
/// @param <T> holds no reference to its configuration
public final class PerConfig<T> {
    private final Function<Config, T> maker;
    private final Map<Config, T> made = Collections.synchronizedMap(new WeakHashMap<>());

    public PerConfig(Function<Config, T> maker) {
        this.maker = maker;
    }

    public T of(Config config) {
        return made.computeIfAbsent(config, maker);
    }
}
