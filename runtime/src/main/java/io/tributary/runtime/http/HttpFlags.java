package io.tributary.runtime.http;

import com.linecorp.armeria.common.FlagsProvider;

/// What the HTTP library is not to keep: paths and header values of its requests. It would hold
/// thousands of each, for anybody who comes with a new one each time, whatever their size, and a
/// closed server by the routes in them. There is one route to find, and it costs nothing.
///
/// The library finds it as a service, and makes it; nobody else has a use for it.
public final class HttpFlags implements FlagsProvider {
    private static final String OFF = "off";

    /// Before the library's own, behind system properties.
    @Override
    public int priority() {
        return 1;
    }

    @Override
    public String routeCacheSpec() {
        return OFF;
    }

    @Override
    public String routeDecoratorCacheSpec() {
        return OFF;
    }

    @Override
    public String parsedPathCacheSpec() {
        return OFF;
    }

    @Override
    public String headerValueCacheSpec() {
        return OFF;
    }
}
