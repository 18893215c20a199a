package dev.gatehouse.function;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads back what a {@link LogSink} took, the newest first. Blocks; for the control plane. */
@FunctionalInterface
public interface LogHistory {

    /**
     * Events of a group, none where there is no such group.
     *
     * @param wanted which messages count
     * @throws IllegalArgumentException the window's token is none
     */
    Page newest(
            AccountId account,
            Region region,
            String group,
            Window window,
            Predicate<String> wanted);

    /**
     * What is asked for.
     *
     * @param fromMillis the first instant that counts, since 1970
     * @param toMillis the last instant that counts
     * @param before the token of the page before; null for the first
     * @param limit the most events to return
     */
    record Window(long fromMillis, long toMillis, @Nullable String before, int limit) {}

    /**
     * @param messages newest first
     * @param next where the next page begins; null when there is none
     */
    record Page(List<String> messages, @Nullable String next) {
        public Page {
            messages = List.copyOf(messages);
        }
    }
}
