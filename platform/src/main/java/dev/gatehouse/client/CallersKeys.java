package dev.gatehouse.client;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * KMS keys, as a service uses them in its caller's name (KMS Developer Guide, "kms:ViaService").
 */
public final class CallersKeys {
    /** What KMS says of keys that are not there, or are not to be used now. */
    private static final Set<String> UNUSABLE =
            Set.of(
                    "NotFoundException",
                    "DisabledException",
                    "KMSInvalidStateException",
                    "InvalidCiphertextException",
                    "InvalidArnException");

    private final AwsServices aws;
    private final String service;

    /**
     * @param service as principals are named: {@code ssm.amazonaws.com}
     */
    public CallersKeys(AwsServices aws, String service) {
        this.aws = aws;
        this.service = service;
    }

    /** What KMS responds. */
    public record Output(Map<String, Object> members) {
        public byte[] bytes(String member) {
            if (members.get(member) instanceof byte[] bytes) {
                return bytes;
            }
            throw new IllegalStateException("KMS gave no " + member);
        }
    }

    /**
     * Calls KMS.
     *
     * @param unusable what the service says of a key that is not there, or not to be used now
     * @throws ServiceException that, or KMS's own rejection
     */
    public Output call(
            RequestContext caller,
            String operation,
            Map<String, ?> input,
            UnaryOperator<ServiceException> unusable) {
        CallerIdentity identity =
                new CallerIdentity(caller.principal(), caller.region(), caller.origin().via());
        try {
            return new Output(aws.as(identity.through(service)).call("kms", operation, input));
        } catch (ServiceException rejection) {
            throw UNUSABLE.contains(rejection.code()) ? unusable.apply(rejection) : rejection;
        }
    }
}
