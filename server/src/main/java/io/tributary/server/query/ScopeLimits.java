package io.tributary.server.query;

import io.tributary.gateway.limits.BoundedSource;
import io.tributary.gateway.limits.PerConfig;
import io.tributary.model.flow.SeriesSource;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.server.door.ApiRoute;
import java.util.function.Function;

/// The limits that hold for a question: those of the tenants it reads, as the registry has them
/// now. Safe from any thread.
public final class ScopeLimits {
    private final PerConfig<QueryLimits> limits;
    private final Clock clock;

    /// @param reading reads a tenant's configuration
    public ScopeLimits(Function<Config, QueryLimits> reading, Clock clock) {
        this.limits = new PerConfig<>(reading);
        this.clock = clock;
    }

    /// What a request may ask.
    public QueryLimits of(ApiRoute.Request request) {
        return request.doors().authorizer().configs(request.scope()).stream()
                .map(limits::of)
                .reduce(QueryLimits::and)
                .orElseThrow();
    }

    /// What of the store a request sees and may select.
    public SeriesSource source(ApiRoute.Request request) {
        QueryLimits of = of(request);
        return new BoundedSource(
                request.doors().source(), of.earliestMillis(clock.wallMillis()), of.seriesMax());
    }
}
