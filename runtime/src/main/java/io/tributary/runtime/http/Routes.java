package io.tributary.runtime.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which handler answers which method and path. Filled before the server starts, read-only then.
///
/// A path is exact (`/api/v1/query`) or has one parameter that stands for one segment
/// (`/api/v1/label/{name}/values`); an exact one wins.
public final class Routes {
    /// Segments that name nothing: with them a path is another spelling of one above it.
    private static final Set<String> NO_NAMES = Set.of(".", "..");

    private final Map<String, Map<String, Route>> exact = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();

    /// One way in; `path` as it was declared, so that counters have few label values.
    record Route(String path, HttpHandler handler) {}

    /// What was found for a request.
    ///
    /// @param route empty where no route answers this method
    /// @param allowed the methods that this path answers; none where the path is unknown
    /// @param parameter the path parameter, decoded; empty for an exact path
    record Match(Optional<Route> route, List<String> allowed, String parameter) {}

    private record Pattern(String prefix, String suffix, Map<String, Route> methods) {
        Optional<String> parameter(String path) {
            if (path.length() <= prefix.length() + suffix.length()
                    || !path.startsWith(prefix)
                    || !path.endsWith(suffix)) {
                return Optional.empty();
            }
            String segment = path.substring(prefix.length(), path.length() - suffix.length());
            return segment.indexOf('/') < 0 && !NO_NAMES.contains(segment)
                    ? Optional.of(segment)
                    : Optional.empty();
        }
    }

    public Routes get(String path, HttpHandler handler) {
        return add("GET", path, handler);
    }

    public Routes post(String path, HttpHandler handler) {
        return add("POST", path, handler);
    }

    /// Both `GET` and `POST`, as Prometheus' query routes.
    public Routes getOrPost(String path, HttpHandler handler) {
        return get(path, handler).post(path, handler);
    }

    public Routes add(String method, String path, HttpHandler handler) {
        int open = path.indexOf('{');
        Map<String, Route> methods =
                open < 0 ? exact.computeIfAbsent(path, absent -> new HashMap<>()) : pattern(path);
        if (methods.put(method, new Route(path, handler)) != null) {
            throw new IllegalStateException("BUG: two handlers for " + method + " " + path);
        }
        return this;
    }

    Match match(String method, String path) {
        Map<String, Route> methods = exact.getOrDefault(path, Map.of());
        if (!methods.isEmpty()) {
            return match(method, methods, "");
        }
        for (Pattern pattern : patterns) {
            Optional<String> segment = pattern.parameter(path);
            if (segment.isPresent()) {
                return match(method, pattern.methods(), decode(segment.get()));
            }
        }
        return new Match(Optional.empty(), List.of(), "");
    }

    private static Match match(String method, Map<String, Route> methods, String parameter) {
        // A client asks HEAD where it would ask GET; the body is left out on the way.
        String asked = method.equals("HEAD") ? "GET" : method;
        return new Match(
                Optional.ofNullable(methods.get(asked)),
                methods.keySet().stream().sorted().toList(),
                parameter);
    }

    private Map<String, Route> pattern(String path) {
        String prefix = path.substring(0, path.indexOf('{'));
        String suffix = path.substring(path.indexOf('}') + 1);
        return patterns.stream()
                .filter(known -> known.prefix().equals(prefix) && known.suffix().equals(suffix))
                .findFirst()
                .orElseGet(() -> {
                    Pattern made = new Pattern(prefix, suffix, new HashMap<>());
                    patterns.add(made);
                    return made;
                })
                .methods();
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpRefusalException(400, "invalid URL escape in path segment " + segment);
        }
    }

    @Override
    public String toString() {
        return exact.keySet().stream().sorted().collect(Collectors.joining(" "));
    }
}
