package dev.gatehouse.identity.policy;

import dev.gatehouse.kernel.AccountId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What something is done to.
 *
 * @param arn its ARN; {@code *} for what has none
 * @param account whose it is
 * @param policy its own policy; null when it has none
 * @param tags its tags, looked up when a policy speaks of them; empty when nobody knows them
 * @param trust whether its own policy has to allow whatever is done
 */
public record ProtectedResource(
        String arn,
        AccountId account,
        @Nullable Policy policy,
        Supplier<Optional<Map<String, String>>> tags,
        boolean trust) {

    /** Of something whose tags nobody knows. */
    public ProtectedResource(String arn, AccountId account, @Nullable Policy policy) {
        this(arn, account, policy, Optional::empty, false);
    }

    /** For those who must not wait: where a policy speaks of tags, that is thrown. */
    public ProtectedResource atHand() {
        return withTags(
                () -> {
                    throw NotAtHandException.INSTANCE;
                });
    }

    /** The decision depends on what would have to be looked up. */
    public static final class NotAtHandException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final NotAtHandException INSTANCE = new NotAtHandException();

        private NotAtHandException() {
            super("the tags of the resource", null, false, false);
        }
    }

    /** The same with tags. */
    public ProtectedResource withTags(Supplier<Optional<Map<String, String>>> known) {
        return new ProtectedResource(arn, account, policy, known, trust);
    }

    /** The same where its own policy has to allow whatever is done, as a key's has to. */
    public ProtectedResource guarded() {
        return new ProtectedResource(arn, account, policy, tags, true);
    }
}
