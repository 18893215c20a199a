package dev.gatehouse.wire;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.sigv4.Claim;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.verify.Claimed;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireRequest;

/** Finds out who calls: by the signature, which only operations without credentials may omit. */
public final class Authenticator {
    private final Verifier verifier;
    private final AccountId account;
    private final Region region;

    /**
     * @param account where calls without credentials act
     * @param region where they act when their host names no region
     */
    public Authenticator(Verifier verifier, AccountId account, Region region) {
        this.verifier = verifier;
        this.account = account;
        this.region = region;
    }

    /** Knows who calls where that is known already, and rejects others. Never blocks. */
    Authenticator atHand() {
        return new Authenticator(verifier.atHand(), account, region);
    }

    /**
     * Judges a request by its head.
     *
     * @throws ServiceException what can be said against it before its body is read
     */
    Caller authenticate(Target target, WireRequest head) {
        SignableRequest signable = Signed.request(head);
        if (target.unsigned()) {
            return new Caller(Principal.anonymous(account), unsignedRegion(target, signable), null);
        }
        try {
            if (target.isS3() && Verifier.isVersion2(signable)) {
                return version2(target, head, signable);
            }
            return caller(verifier.judge(signable, target.expected()), target);
        } catch (SignatureException rejection) {
            if (rejection.reason() == SignatureException.Reason.MISSING
                    && mayBeOpen(target, head)) {
                // Whether a bucket is open to everybody its policy says.
                return new Caller(
                        Principal.anonymous(account), unsignedRegion(target, signable), null);
            }
            throw SignatureErrors.of(target, rejection);
        }
    }

    /** Any path looks like S3's; on another service's host it is not meant. */
    private static boolean mayBeOpen(Target target, WireRequest head) {
        String host = head.headers().first("host");
        return target.isS3()
                && (target.address().service() != null
                        || host == null
                        || !host.contains(".amazonaws."));
    }

    /** Judges a request for a service that is served elsewhere by its head. */
    Caller authenticate(String service, WireRequest head) {
        return caller(verifier.judge(Signed.request(head), Expected.service(service)), region);
    }

    /**
     * Judges a signed request whose claim was read.
     *
     * @throws SignatureException what is wrong already
     */
    Caller authenticate(Target target, SignableRequest head, Claim claim) {
        return caller(verifier.judge(head, claim, target.expected()), target);
    }

    private Caller caller(Claimed claimed, Target target) {
        Region named = target.address().region();
        return caller(claimed, named == null ? region : named);
    }

    private static Caller caller(Claimed claimed, Region addressed) {
        Region acts = claimed.scope().regionOr(addressed.name());
        return new Caller(claimed.credentials().principal(), acts, claimed);
    }

    /** Who calls what is called without credentials. */
    Caller anonymous(WireRequest head) {
        CredentialScope scope = Verifier.claimedScope(Signed.request(head));
        Region named = scope == null ? region : scope.regionOr(region.name());
        return new Caller(Principal.anonymous(account), named, null);
    }

    private Caller version2(Target target, WireRequest head, SignableRequest signable) {
        WireRequest whole = Buckets.inPath(head, target.address());
        Credentials credentials = verifier.verifyVersion2(Signed.request(whole));
        return new Caller(credentials.principal(), unsignedRegion(target, signable), null);
    }

    /** SDKs sign such calls when they happen to have keys; only the region is taken from that. */
    private Region unsignedRegion(Target target, SignableRequest request) {
        Region named = target.address().region();
        if (named != null) {
            return named;
        }
        CredentialScope scope = Verifier.claimedScope(request);
        try {
            return scope == null ? region : scope.regionOr(region.name());
        } catch (SignatureException _) {
            return region;
        }
    }
}
