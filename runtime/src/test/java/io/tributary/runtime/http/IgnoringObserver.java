package io.tributary.runtime.http;

/// For tests that look at answers only.
final class IgnoringObserver implements HttpObserver {
    @Override
    public void answered(String method, String path, int status, long durationNanos) {
        // not looked at
    }

    @Override
    public void failed(String method, String path, Throwable failure) {
        throw new AssertionError(failure);
    }
}
