package io.tributary.gateway.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Many threads that do something at the same moment.
final class Crowd {
    private Crowd() {}

    /// Calls `count` tasks at once and hands out what each said, in their order.
    static <T> List<T> ask(int count, IntFunction<Callable<T>> task)
            throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> asked = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<T> own = task.apply(i);
                asked.add(
                        threads.submit(() -> {
                            start.await();
                            return own.call();
                        }));
            }
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
