package dev.fanfare.history;

import dev.fanfare.message.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How Hazelcast is asked: it answers on threads of its own, which may not ask it again, and throws
 * some failures instead of answering with them. Any thread.
 */
final class ClusterCalls {
  /**
   * For all that follows an answer of Hazelcast: on the thread that brings it, so it must be short
   * and not ask again. Left alone, Hazelcast starts a thread for each step on a machine with two
   * processors.
   */
  static final Executor AT_ONCE = Runnable::run;

  /** How long Hazelcast waits for the copy before it answers without. */
  static final int COPY_MILLIS = 1_000;

  private static final int COPY_MARGIN_MILLIS = 100;

  private final Vertx vertx;
  private final LongSupplier steady;
  private final Supplier<? extends Set<?>> members;

  /**
   * @param steady milliseconds, from anywhere
   * @param members the nodes that are there
   */
  ClusterCalls(Vertx vertx, LongSupplier steady, Supplier<? extends Set<?>> members) {
    this.vertx = vertx;
    this.steady = steady;
    this.members = members;
  }

  /** Asks, and goes on with the answer, or with the failure itself, on the context we are on. */
  <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> call) {
    Context context = vertx.getOrCreateContext();
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      call.get()
          .whenCompleteAsync(
              (value, failure) ->
                  context.runOnContext(
                      now -> {
                        if (failure == null) {
                          answer.complete(value);
                        } else {
                          answer.completeExceptionally(cause(failure));
                        }
                      }),
              AT_ONCE);
    } catch (RuntimeException failure) {
      answer.completeExceptionally(failure);
    }
    return answer;
  }

  /**
   * Asks for something of which the backup is told too. Hazelcast answers without the backup's
   * confirmation when that takes too long, or when any node is given up meanwhile, which could have
   * been the backup. It can be told to fail then, but only for everything: Vert.x' registrations
   * would be lost for good when a node joins. So such an answer counts for nothing here, and
   * becomes a {@link TimeoutException}.
   */
  <T> CompletionStage<T> askBoth(Supplier<CompletionStage<T>> call) {
    long sent = steady.getAsLong();
    return ask(
        () -> {
          Set<?> there = Set.copyOf(members.get());
          return call.get()
              .thenApplyAsync(
                  answer -> {
                    boolean late = steady.getAsLong() - sent > COPY_MILLIS - COPY_MARGIN_MILLIS;
                    if (late || !members.get().containsAll(there)) {
                      throw new CompletionException(
                          new TimeoutException("The backup may not have been told"));
                    }
                    return answer;
                  },
                  AT_ONCE);
        });
  }

  /** Brings an answer to the context that asked, and a failure into words. */
  <T> Future<T> here(CompletionStage<T> stage) {
    Context caller = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    stage.whenComplete(
        (value, failure) ->
            caller.runOnContext(
                now -> {
                  if (failure == null) {
                    promise.complete(value);
                  } else {
                    promise.fail(Refusal.from(cause(failure)));
                  }
                }));
    return promise.future();
  }

  /** A stage's failure without the wrapping that stages give to it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
