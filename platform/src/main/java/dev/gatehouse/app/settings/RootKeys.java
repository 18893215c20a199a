package dev.gatehouse.app.settings;

import dev.gatehouse.app.settings.Config.TrailOf;
import dev.gatehouse.identity.AccessKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of the account's root, what secrets are encrypted under, and how others are judged.
 *
 * @param own the pair that was set; null for the one in the data folder
 * @param wellKnown whether the pair that every emulator has is the root's too
 * @param masterKey what secrets are encrypted under
 * @param previousMasterKey what they were before; null when that is the same
 * @param mayAssume whether it may assume roles, which it may not on AWS
 * @param audit whether what policies deny to others is logged and allowed
 * @param trail which calls are kept
 */
public record RootKeys(
        @Nullable AccessKey own,
        boolean wellKnown,
        MasterKeySetting masterKey,
        @Nullable MasterKeySetting previousMasterKey,
        boolean mayAssume,
        boolean audit,
        TrailOf trail) {
    /** The well-known pair of emulators; good on loopback only. */
    private static final String WELL_KNOWN = "test";

    static RootKeys of(Settings settings, boolean loopback) {
        AccessKey own = own(settings);
        boolean wanted = settings.is(Setting.WELL_KNOWN_KEYS, "true", "false");
        String previous = settings.get(Setting.PREVIOUS_MASTER_KEY);
        return new RootKeys(
                own,
                wanted && own == null && loopback,
                MasterKeySetting.of(settings, Setting.MASTER_KEY),
                previous.isEmpty()
                        ? null
                        : MasterKeySetting.of(settings, Setting.PREVIOUS_MASTER_KEY),
                settings.is(Setting.ROOT_ASSUMES_ROLES, "true", "false"),
                settings.is(Setting.IAM, "audit", "enforce"),
                TrailOf.valueOf(
                        settings.oneOf(Setting.TRAIL, "denied", "all", "none")
                                .toUpperCase(Locale.ROOT)));
    }

    private static @Nullable AccessKey own(Settings settings) {
        String id = settings.get(Setting.ROOT_ACCESS_KEY);
        String secret = settings.get(Setting.ROOT_SECRET_KEY);
        if (id.isEmpty() != secret.isEmpty()) {
            throw new SettingsException("root-access-key and root-secret-key go together");
        }
        return id.isEmpty() ? null : new AccessKey(id, secret, null);
    }

    boolean isSetToWellKnown() {
        return own != null && own.secret().equals(WELL_KNOWN);
    }

    /** What signs calls to services elsewhere: few of them know keys. */
    public AccessKey outward() {
        return own == null ? new AccessKey(WELL_KNOWN, WELL_KNOWN, null) : own;
    }
}
