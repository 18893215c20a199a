package dev.gatehouse.identity;

import dev.gatehouse.kernel.AccountId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The node's own root pair. With the well-known pair {@code test}/{@code test} a key id of twelve
 * digits is the root of the account it spells, so that scripts written for several accounts work on
 * loopback.
 */
public final class RootCredentials implements CredentialSource {
    private static final String WELL_KNOWN = "test";
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    private final Credentials root;

    private RootCredentials(Credentials root) {
        this.root = root;
    }

    /** The root pair of {@code account}. */
    public static RootCredentials of(
            AccountId account, String accessKeyId, String secretAccessKey) {
        return new RootCredentials(
                Credentials.longTerm(accessKeyId, secretAccessKey, Principal.root(account)));
    }

    /** The pair that every emulator has, as the root of {@code account} and of others. */
    public static RootCredentials wellKnown(AccountId account) {
        return of(account, WELL_KNOWN, WELL_KNOWN);
    }

    private boolean isWellKnown() {
        return root.accessKeyId().equals(WELL_KNOWN) && root.secretAccessKey().equals(WELL_KNOWN);
    }

    @Override
    public Optional<Credentials> find(String accessKeyId) {
        if (accessKeyId.equals(root.accessKeyId())) {
            return Optional.of(root);
        }
        if (isWellKnown() && ACCOUNT.matcher(accessKeyId).matches()) {
            Principal other = Principal.root(new AccountId(accessKeyId));
            return Optional.of(Credentials.longTerm(accessKeyId, WELL_KNOWN, other));
        }
        return Optional.empty();
    }
}
