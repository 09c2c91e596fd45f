package io.tributary.gateway.admin;

import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/// What a credential proves itself with, where a change of it does not say: what it had, or a new
/// token. In an answer {@link #HIDDEN} stands for a hash; where it comes back, the hash stays.
///
/// @param object with all its fields
/// @param made the token that was made for it
/// @param isGiven whether the change brought a token or hash of its own
record CredentialForm(YamlNode.Section object, Optional<AccessToken> made, boolean isGiven) {
    static final String HIDDEN = "argon2id";

    private static final String TOKEN = "token";
    private static final String PASSWORD = "password";
    private static final String HASH = "hash";
    private static final String ID = "id";

    /// Completes one.
    ///
    /// @param before the credential as it is, as JSON; empty where it is new
    /// @return empty, and noted why, where a hash is to stay that is not there
    static Optional<CredentialForm> complete(
            YamlNode.Section wanted,
            Optional<String> before,
            CredentialMint mint,
            Problems problems) {
        Optional<YamlNode.Section> old =
                before.flatMap(json -> CanonicalJson.read("object", json, new Problems()));
        if (wanted.find(TOKEN).isEmpty() && wanted.find(PASSWORD).isEmpty()) {
            return Optional.of(
                    old.map(kept -> new CredentialForm(keep(wanted, kept), Optional.empty(), false))
                            .orElseGet(() -> withToken(wanted, mint)));
        }
        YamlNode.Section whole = wanted;
        boolean isGiven = false;
        for (String kind : List.of(TOKEN, PASSWORD)) {
            Optional<YamlNode> proof = wanted.find(kind);
            if (proof.isEmpty()) {
                continue;
            }
            if (!isHidden(proof.get())) {
                isGiven = true;
                continue;
            }
            Optional<YamlNode> kept = old.flatMap(section -> section.find(kind));
            if (kept.isEmpty() || !hasSameId(kept.get(), proof.get())) {
                problems.add(
                        proof.get().place(),
                        kind + "." + HASH,
                        "found %s, which stands for the hash that is kept of it: there is none"
                                .formatted(HIDDEN));
                return Optional.empty();
            }
            whole = whole.with(kind, kept.get());
        }
        return Optional.of(new CredentialForm(whole, Optional.empty(), isGiven));
    }

    /// The same credential with a new token.
    static CredentialForm withToken(YamlNode.Section object, CredentialMint mint) {
        AccessToken token = mint.token();
        YamlNode.Section proof =
                new YamlNode.Section(object.place(), List.of())
                        .with(ID, text(object, token.id()))
                        .with(HASH, text(object, mint.hash(token).phc()));
        return new CredentialForm(object.with(TOKEN, proof), Optional.of(token), false);
    }

    private static YamlNode.Section keep(YamlNode.Section wanted, YamlNode.Section old) {
        YamlNode.Section whole = wanted;
        for (String kind : List.of(TOKEN, PASSWORD)) {
            Optional<YamlNode> proof = old.find(kind);
            if (proof.isPresent()) {
                whole = whole.with(kind, proof.get());
            }
        }
        return whole;
    }

    private static boolean isHidden(YamlNode proof) {
        return proof instanceof YamlNode.Section section
                && section.find(HASH).filter(hash -> isText(hash, HIDDEN)).isPresent();
    }

    private static boolean hasSameId(YamlNode kept, YamlNode wanted) {
        return kept instanceof YamlNode.Section left
                && wanted instanceof YamlNode.Section right
                && right.find(ID)
                        .map(id ->
                                left.find(ID)
                                        .filter(old -> CanonicalJson.isSame(old, id))
                                        .isPresent())
                        .orElse(true);
    }

    private static boolean isText(YamlNode node, String wanted) {
        return node instanceof YamlNode.Text(_, var text, _) && text.equals(wanted);
    }

    private static YamlNode.Text text(YamlNode.Section at, String value) {
        return new YamlNode.Text(at.place(), value, false);
    }
}
