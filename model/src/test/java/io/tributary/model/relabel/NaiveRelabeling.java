package io.tributary.model.relabel;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What rules say, by maps of strings and the JDK's expressions; each rule by itself and slowly.
///
/// Knows the expressions and templates of {@link RandomRules}.
final class NaiveRelabeling {
    private static final Pattern GROUP =
            Pattern.compile("\\$(?:\\$|\\{([\\p{L}\\p{Nd}_]+)\\}|([\\p{L}\\p{Nd}_]+))");

    private final Map<String, String> sent;
    private final Map<String, String> set = new LinkedHashMap<>();

    private NaiveRelabeling(Map<String, String> sent) {
        this.sent = sent;
    }

    /// The labels afterwards, or nothing if the series is dropped.
    static Optional<Map<String, String>> apply(
            Iterable<RelabelRule> rules, Map<String, String> labels) {
        Map<String, String> sent = new TreeMap<>(labels);
        sent.values().removeIf(String::isEmpty);
        boolean hadLabels = !sent.isEmpty();
        NaiveRelabeling naive = new NaiveRelabeling(sent);
        for (RelabelRule rule : rules) {
            if (!naive.keeps(rule)) {
                return Optional.empty();
            }
        }
        Map<String, String> all = naive.all();
        return all.isEmpty() && hadLabels ? Optional.empty() : Optional.of(all);
    }

    private Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(sent);
        all.keySet().removeAll(set.keySet());
        all.putAll(set);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    private boolean keeps(RelabelRule rule) {
        Map<String, String> all = all();
        String source =
                rule.sourceLabels().stream()
                        .map(name -> all.getOrDefault(name, ""))
                        .collect(Collectors.joining(rule.separator()));
        String target = all.getOrDefault(rule.targetLabel(), "");
        switch (rule.action()) {
            case KEEP -> {
                return match(rule, source).matches();
            }
            case DROP -> {
                return !match(rule, source).matches();
            }
            case KEEPEQUAL -> {
                return target.equals(source);
            }
            case DROPEQUAL -> {
                return !target.equals(source);
            }
            case REPLACE -> {
                Matcher match = match(rule, source);
                if (match.matches() && !expand(match, rule.targetLabel()).isEmpty()) {
                    set(expand(match, rule.targetLabel()), expand(match, rule.replacement()));
                }
            }
            case HASHMOD -> set(rule.targetLabel(), hash(source, rule.modulus()));
            case LOWERCASE -> set(rule.targetLabel(), mapped(source, Character::toLowerCase));
            case UPPERCASE -> set(rule.targetLabel(), mapped(source, Character::toUpperCase));
            case LABELMAP ->
                    all.forEach((name, value) -> {
                        Matcher match = match(rule, name);
                        if (match.matches()) {
                            set(expand(match, rule.replacement()), value);
                        }
                    });
            case LABELDROP ->
                    all.keySet().stream().filter(n -> matches(rule, n)).forEach(this::drop);
            case LABELKEEP ->
                    all.keySet().stream().filter(n -> !matches(rule, n)).forEach(this::drop);
        }
        return true;
    }

    private void set(String name, String value) {
        if (value.isEmpty()) {
            drop(name);
            return;
        }
        set.put(name, value);
    }

    /// Set again it comes last.
    private void drop(String name) {
        set.remove(name);
        sent.remove(name);
    }

    private static boolean matches(RelabelRule rule, String text) {
        return match(rule, text).matches();
    }

    private static Matcher match(RelabelRule rule, String text) {
        String expression =
                rule.regex().expression().replace("?P<", "?<").replace("[[:alpha:]]", "[a-zA-Z]");
        return Pattern.compile(expression, Pattern.DOTALL).matcher(text);
    }

    private static String expand(Matcher match, String template) {
        return GROUP.matcher(template)
                .replaceAll(found -> {
                    String name =
                            found.group(1) == null
                                    ? String.valueOf(found.group(2))
                                    : found.group(1);
                    String group = found.group().equals("$$") ? "$" : group(match, name);
                    return Matcher.quoteReplacement(group);
                });
    }

    private static String group(Matcher match, String name) {
        Map<String, Integer> names = match.namedGroups();
        boolean number = name.matches("0|[1-9][0-9]*");
        int index = number ? Integer.parseInt(name) : names.getOrDefault(name, -1);
        if (index < 0 || index > match.groupCount()) {
            return "";
        }
        return Optional.ofNullable(match.group(index)).orElse("");
    }

    private static String hash(String source, long modulus) {
        try {
            byte[] md5 =
                    MessageDigest.getInstance("MD5")
                            .digest(source.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, md5)
                    .mod(BigInteger.TWO.pow(64))
                    .mod(BigInteger.valueOf(modulus))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String mapped(String text, IntUnaryOperator mapping) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().map(mapping).forEach(mapped::appendCodePoint);
        return mapped.toString();
    }
}
