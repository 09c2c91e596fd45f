package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.keys.IssuerKeys;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.KeyFetcher;
import io.tributary.gateway.jwt.keys.KeyRings;
import io.tributary.gateway.jwt.keys.KeySet;
import io.tributary.gateway.jwt.keys.KeyStatus;
import io.tributary.gateway.jwt.keys.VerifyingKey;
import io.tributary.runtime.clock.Clock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says who a bearer token is of, by the rules that hold now. Safe from any thread.
///
/// The order of things: what is wrong with a token whoever signed it; what each rule of its issuer
/// makes of its claims; only then keys and signature, the dear part, which is left out for a token
/// that was found genuine within the last minute by a key that still counts. So revocations and
/// rules hold from the moment they are {@link #apply applied}.
///
/// While there is no rule, nothing is loaded, computed or asked for.
public final class TokenVerifier implements AutoCloseable {
    /// Longest token.
    public static final int TOKEN_LENGTH_MAX = 16 * 1024;

    private static final long CACHE_BYTES_MAX = 16L * 1024 * 1024;

    /// A rule with the keys of its issuer.
    private record Bound(IssuerRule rule, IssuerKeys keys) {}

    /// What a rule would make of a token if its signature is right.
    private record Candidate(TokenVerdict.Verified verdict, IssuerKeys keys) {}

    /// What was found of a token.
    ///
    /// @param key whose signature it has; none if nobody can say
    private record Proof(TokenVerdict verdict, Optional<VerifyingKey> key) {}

    private static final Optional<VerifyingKey> NO_KEY = Optional.empty();

    private final KeyRings rings;
    private final TokenCache cache;
    private final TokenSeal seal = new TokenSeal(new SecureRandom());

    /// The rules by issuer.
    private volatile Map<String, List<Bound>> rules = Map.of();

    /// A verifier without rules.
    ///
    /// @param clock for the ages of keys
    /// @param fetcher how keys are read that come from elsewhere; stays the caller's
    public TokenVerifier(Clock clock, KeyFetcher fetcher) {
        this(clock, fetcher, CACHE_BYTES_MAX);
    }

    TokenVerifier(Clock clock, KeyFetcher fetcher, long cacheBytesMax) {
        rings = new KeyRings(clock, fetcher);
        cache = new TokenCache(cacheBytesMax);
    }

    /// Lets these rules hold, and no others, from now on. Keys that are kept and come from where
    /// they came from stay; others begin to be asked for.
    ///
    /// @throws IllegalArgumentException if there are {@link IssuerRule#problems}: whoever reads
    ///   rules has to look for these first
    public synchronized void apply(List<IssuerRule> newRules) {
        List<IssuerRule.Problem> problems = IssuerRule.problems(newRules);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("BUG: rules that were not checked: " + problems);
        }
        Map<String, List<Bound>> bound = new HashMap<>();
        for (IssuerRule rule : newRules) {
            bound.computeIfAbsent(rule.issuer(), issuer -> new ArrayList<>())
                    .add(new Bound(rule, rings.want(rule.issuer(), rule.keys())));
        }
        bound.replaceAll((issuer, list) -> List.copyOf(list));
        rules = Map.copyOf(bound);
        rings.settle();
    }

    /// What becomes of a token.
    ///
    /// @param token what stands behind `Bearer `
    /// @param nowMillis by the wall clock
    /// @throws InterruptedException if that happens while it waits for keys
    public TokenVerdict verify(String token, long nowMillis) throws InterruptedException {
        Map<String, List<Bound>> now = rules;
        if (token.length() > TOKEN_LENGTH_MAX) {
            return new TokenVerdict.Refused(
                    Reason.TOO_LONG,
                    "a token of %d characters; at most %d are read"
                            .formatted(token.length(), TOKEN_LENGTH_MAX));
        }
        if (now.isEmpty()) {
            return new TokenVerdict.Refused(Reason.UNKNOWN_ISSUER, "there is no issuer");
        }
        TokenSeal.Sealed sealed = seal.of(token);
        Optional<TokenCache.Proved> known = cache.find(sealed, nowMillis);
        try {
            if (known.isPresent()) {
                TokenCache.Proved proved = known.get();
                for (Candidate candidate : candidates(now, proved.token(), nowMillis)) {
                    if (stillCounts(candidate.keys, proved.key())) {
                        return candidate.verdict;
                    }
                }
            }
            SignedToken signed = SignedToken.read(token);
            Proof proof = prove(signed, candidates(now, signed.content(), nowMillis));
            proof.key()
                    .ifPresent(key ->
                            cache.put(
                                    sealed,
                                    new TokenCache.Proved(signed.content(), key),
                                    token.length(),
                                    nowMillis));
            return proof.verdict;
        } catch (TokenException e) {
            return e.refused();
        }
    }

    /// How the keys are, one for each issuer and source.
    public List<KeyStatus> keys() {
        return rings.statuses();
    }

    /// How many tokens are remembered.
    public int remembered() {
        return cache.size();
    }

    /// Ends asking for keys.
    @Override
    public void close() {
        rings.close();
    }

    /// The rules that would have it.
    ///
    /// @throws TokenException if none would; as the first says
    private static List<Candidate> candidates(
            Map<String, List<Bound>> rules, SignedToken.Content token, long nowMillis)
            throws TokenException {
        String issuer = token.claims().issuer();
        Optional<TokenException> first = Optional.empty();
        List<Candidate> candidates = new ArrayList<>();
        for (Bound bound : rules.getOrDefault(issuer, List.of())) {
            try {
                candidates.add(
                        new Candidate(Judge.verdict(bound.rule, token, nowMillis), bound.keys));
            } catch (TokenException e) {
                first = first.isEmpty() ? Optional.of(e) : first;
            }
        }
        if (!candidates.isEmpty()) {
            return candidates;
        }
        throw first.orElseGet(() ->
                new TokenException(
                        Reason.UNKNOWN_ISSUER, "no rule is about issuer " + Shown.text(issuer)));
    }

    private static boolean stillCounts(IssuerKeys keys, VerifyingKey key) {
        return keys.current().filter(set -> set.holds(key)).isPresent();
    }

    /// Looks for the key of a token among those that are there; where it is not, among those that
    /// the issuer has now.
    ///
    /// @throws TokenException if it was not signed by the key that it names, or there is none such
    private static Proof prove(SignedToken token, List<Candidate> candidates)
            throws TokenException, InterruptedException {
        Optional<TokenException> refusal = Optional.empty();
        for (Candidate candidate : candidates) {
            try {
                Optional<KeySet> keys = candidate.keys.current();
                Optional<VerifyingKey> key = keys.isPresent() ? signer(token, keys.get()) : NO_KEY;
                if (key.isPresent()) {
                    return new Proof(candidate.verdict, key);
                }
            } catch (TokenException e) {
                refusal = Optional.of(e);
            }
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        String issuer = Shown.text(token.content().claims().issuer());
        for (Candidate candidate : candidates) {
            IssuerKeys.Renewal renewal = candidate.keys.renewed();
            Optional<KeySet> keys = renewal.keys();
            Optional<VerifyingKey> key = keys.isPresent() ? signer(token, keys.get()) : NO_KEY;
            if (key.isPresent()) {
                return new Proof(candidate.verdict, key);
            }
            if (!renewal.isSure()) {
                return new Proof(
                        new TokenVerdict.KeysUnavailable(
                                "keys of %s: %s".formatted(issuer, renewal.why())),
                        NO_KEY);
            }
        }
        throw new TokenException(
                Reason.UNKNOWN_KEY,
                "%s has no key %s"
                        .formatted(
                                issuer,
                                token.content().keyId().map(Shown::text).orElse("that fits")));
    }

    /// The key of these that has signed the token; none if its key is not among them.
    ///
    /// @throws TokenException if it is among them, and has not; or it cannot be told which it is
    private static Optional<VerifyingKey> signer(SignedToken token, KeySet keys)
            throws TokenException {
        Optional<String> id = token.content().keyId();
        JwtAlgorithm algorithm = token.content().algorithm();
        List<VerifyingKey> named = keys.named(id);
        List<VerifyingKey> fit = named.stream().filter(key -> key.isFor(algorithm)).toList();
        if (id.isEmpty() && fit.size() > 1) {
            throw new TokenException(
                    Reason.UNKNOWN_KEY, "it names no key (kid), and its issuer has several");
        }
        for (VerifyingKey key : fit) {
            if (token.isSignedBy(key)) {
                return Optional.of(key);
            }
        }
        if (id.isEmpty() || named.isEmpty()) {
            return NO_KEY;
        }
        throw fit.isEmpty()
                ? new TokenException(
                        Reason.ALGORITHM,
                        "key %s is not for %s".formatted(Shown.text(id.get()), algorithm.word()))
                : new TokenException(
                        Reason.SIGNATURE,
                        "key %s has not signed it".formatted(Shown.text(id.get())));
    }
}
