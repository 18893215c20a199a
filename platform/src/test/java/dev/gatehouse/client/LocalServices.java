package dev.gatehouse.client;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.Authenticator;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.SameAccount;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.ServiceDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A few services of a test's own, to be called in process. */
public final class LocalServices {
    private LocalServices() {}

    /** A way to call them. */
    public static AwsServices of(Service... services) {
        Verifier verifier =
                new Verifier(
                        _ -> Optional.empty(), Clock.SYSTEM, new SigningKeys(), (_, _, _) -> {});
        ControlPlane plane =
                new ControlPlane(
                        new ServiceDirectory(List.of(services)),
                        new Authenticator(verifier, AccountId.DEFAULT, Region.DEFAULT),
                        SameAccount.AUTHORIZER,
                        Beside.NOTHING);
        return new AwsServices(
                new NodeServices(() -> plane, () -> "localhost:4566"),
                Endpoints.of(Map.of()),
                new AccessKey("test", "test", null),
                Clock.SYSTEM);
    }
}
