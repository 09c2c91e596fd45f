package io.tributary.promql.ast;

/// What an expression evaluates to.
public enum ValueType {
    SCALAR("scalar", "scalar"),
    VECTOR("vector", "instant vector"),
    MATRIX("matrix", "range vector"),
    STRING("string", "string");

    private final String word;
    private final String documented;

    ValueType(String word, String documented) {
        this.word = word;
        this.documented = documented;
    }

    /// As in answers of the API.
    public String word() {
        return word;
    }

    /// As in the documentation and in error messages.
    public String documented() {
        return documented;
    }
}
