package dev.gatehouse.proxy.signed;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Denial;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.sigv4.Claims;
import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.verify.Claimed;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.proxy.ClientRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who signed a request to an API or a function URL. Keys and policies that are not known
 * already are looked up apart from the event loop.
 */
public final class Callers {
    /** A body whose digest keeps no event loop for long. */
    private static final int SHORT_BYTES = 64 * 1024;

    private final Verifier clients;
    private final Verifier clientsAtHand;
    private final Verifier sandboxes;
    private final Verifier sandboxesAtHand;
    private final PermissionSource permissions;
    private final DeniedRequests denied;

    /**
     * @param clients verifies what reaches the node's port
     * @param sandboxes verifies what functions send: an account's root keys are none there
     * @param permissions what callers may do
     * @param denied hears of what they may not
     */
    public Callers(
            Verifier clients,
            Verifier sandboxes,
            PermissionSource permissions,
            DeniedRequests denied) {
        this.denied = denied;
        this.clients = clients;
        this.clientsAtHand = clients.atHand();
        this.sandboxes = sandboxes;
        this.sandboxesAtHand = sandboxes.atHand();
        this.permissions = permissions;
    }

    /**
     * The caller; fails with a {@link SignatureException} when the signature does not hold. Only to
     * be called on an event loop, which it does not block and on which it completes.
     *
     * @param request with its body whole, which the signature covers
     */
    public Future<SignedCaller> identify(ClientRequest request, Expected expected) {
        SignableRequest signable = signable(request);
        try {
            Claims.of(signable); // what bears no signature costs no thread
        } catch (SignatureException unsigned) {
            return Future.failedFuture(unsigned);
        }
        SignedCaller known = atHand(request, signable, expected);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        Promise<SignedCaller> found = Objects.requireNonNull(ContextInternal.current()).promise();
        Thread.ofVirtual()
                .name("signed-caller")
                .start(
                        () -> {
                            try {
                                found.complete(lookedUp(request, signable, expected));
                            } catch (RuntimeException problem) {
                                found.fail(problem);
                            }
                        });
        return found.future();
    }

    /** Who it is when its key and its policies are known already; null when that is not so. */
    private @Nullable SignedCaller atHand(
            ClientRequest request, SignableRequest signable, Expected expected) {
        if (request.payload().length() > SHORT_BYTES) {
            return null;
        }
        try {
            boolean bySandbox = request.arrival().sent().bySandbox();
            Verifier verifier = bySandbox ? sandboxesAtHand : clientsAtHand;
            Claimed claimed = verified(request, signable, verifier, expected);
            Principal caller = claimed.credentials().principal();
            Permissions known = permissions.atHand(caller);
            return known == null
                    ? null
                    : new SignedCaller(
                            new Actor(caller, known), claimed.credentials().accessKeyId());
        } catch (SignatureException _) {
            return null;
        }
    }

    /**
     * Tells that policies deny a request.
     *
     * @param resource its ARN
     * @param decision one that does not allow
     */
    public void denied(
            ClientRequest request,
            SignedCaller caller,
            String action,
            String resource,
            Decision decision) {
        Principal principal = caller.actor().principal();
        String message = Denial.message(principal, action, resource, decision);
        denied.denied(request, principal, new DeniedRequests.Denied(action, resource, message));
    }

    private SignedCaller lookedUp(
            ClientRequest request, SignableRequest signable, Expected expected) {
        Verifier verifier = request.arrival().sent().bySandbox() ? sandboxes : clients;
        Claimed claimed = verified(request, signable, verifier, expected);
        return new SignedCaller(
                permissions.actor(claimed.credentials().principal()),
                claimed.credentials().accessKeyId());
    }

    private static Claimed verified(
            ClientRequest request, SignableRequest signable, Verifier verifier, Expected expected) {
        Claimed claimed = verifier.judge(signable, expected);
        claimed.verify(Hashes.sha256Hex(request.payload().getBytes()));
        return claimed;
    }

    private static SignableRequest signable(ClientRequest request) {
        String query = request.line().query();
        SignableRequest signable =
                SignableRequest.of(
                        request.method(),
                        request.arrival().sent().path(),
                        query == null ? "" : query,
                        request.headers());
        return signable.header("host") == null
                ? signable.with("host", request.arrival().sent().authority())
                : signable;
    }
}
