package dev.gatehouse.proxy.signed;

import dev.gatehouse.identity.policy.PermissionSource;
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

/**
 * Finds out who signed a request to an API or a function URL. Keys and policies are looked up apart
 * from the event loop, since they may have to be read.
 */
public final class Callers {
    private final Verifier clients;
    private final Verifier sandboxes;
    private final PermissionSource permissions;

    /**
     * @param clients verifies what reaches the node's port
     * @param sandboxes verifies what functions send: an account's root keys are none there
     * @param permissions what callers may do
     */
    public Callers(Verifier clients, Verifier sandboxes, PermissionSource permissions) {
        this.clients = clients;
        this.sandboxes = sandboxes;
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
        Promise<SignedCaller> found = Objects.requireNonNull(ContextInternal.current()).promise();
        Thread.ofVirtual()
                .name("signed-caller")
                .start(
                        () -> {
                            try {
                                found.complete(verified(request, signable, expected));
                            } catch (RuntimeException problem) {
                                found.fail(problem);
                            }
                        });
        return found.future();
    }

    private SignedCaller verified(
            ClientRequest request, SignableRequest signable, Expected expected) {
        Verifier verifier = request.arrival().sent().bySandbox() ? sandboxes : clients;
        Claimed claimed = verifier.judge(signable, expected);
        claimed.verify(Hashes.sha256Hex(request.payload().getBytes()));
        return new SignedCaller(
                permissions.actor(claimed.credentials().principal()),
                claimed.credentials().accessKeyId());
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
