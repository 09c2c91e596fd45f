package io.tributary.server.query;

/// What was asked, as it is told of.
///
/// @param query its first {@link #LENGTH_MAX} characters
/// @param startMillis the one moment of an instant query, as is `endMillis`
/// @param stepMillis 0 for an instant query
record Question(String query, long startMillis, long endMillis, long stepMillis) {
    /// What is kept of a query.
    static final int LENGTH_MAX = 64 * 1024;

    Question {
        query = query.length() <= LENGTH_MAX ? query : query.substring(0, LENGTH_MAX);
    }

    static Question instant(String query, long timeMillis) {
        return new Question(query, timeMillis, timeMillis, 0);
    }
}
