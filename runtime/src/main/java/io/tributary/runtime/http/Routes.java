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
/// (`/api/v1/label/{name}/values`) or, at its end, for all segments from there on
/// (`/metrics/{job/…}`); an exact one wins.
public final class Routes {
    /// Segments that name nothing: with them a path is another spelling of one above it.
    private static final Set<String> NO_NAMES = Set.of(".", "..");

    /// How a parameter ends that stands for several segments.
    private static final String SEVERAL = "/…}";

    private final Map<String, Map<String, Route>> exact = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();

    /// One way in; `path` as it was declared, so that counters have few label values.
    record Route(String path, HttpHandler handler) {}

    /// What was found for a request.
    ///
    /// @param route empty where no route answers this method
    /// @param allowed the methods that this path answers; none where the path is unknown
    /// @param parameter the path parameter, decoded, or as it was sent where it stands for several
    ///   segments; empty for an exact path
    record Match(Optional<Route> route, List<String> allowed, String parameter) {}

    private record Pattern(
            String prefix, String suffix, boolean several, Map<String, Route> methods) {
        Optional<String> parameter(String path) {
            if (several) {
                return path.length() > prefix.length() && path.startsWith(prefix)
                        ? Optional.of(path.substring(prefix.length()))
                        : Optional.empty();
            }
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
                String parameter = pattern.several() ? segment.get() : unescaped(segment.get());
                return match(method, pattern.methods(), parameter);
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
        boolean several = path.endsWith(SEVERAL);
        return patterns.stream()
                .filter(known ->
                        known.prefix().equals(prefix)
                                && known.suffix().equals(suffix)
                                && known.several() == several)
                .findFirst()
                .orElseGet(() -> {
                    Pattern made = new Pattern(prefix, suffix, several, new HashMap<>());
                    patterns.add(made);
                    return made;
                })
                .methods();
    }

    /// A segment of a path without its escapes.
    ///
    /// @throws HttpRefusalException 400 if they are none
    public static String unescaped(String segment) {
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
