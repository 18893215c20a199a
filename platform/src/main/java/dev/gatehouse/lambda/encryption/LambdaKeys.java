package dev.gatehouse.lambda.encryption;

import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** KMS as Lambda calls it for a function: with the function's ARN as the encryption context. */
record LambdaKeys(AwsServices aws) {
    private static final String LAMBDA = "lambda.amazonaws.com";

    /** In the name of who calls Lambda. */
    CallerIdentity caller(RequestContext caller) {
        return new CallerIdentity(caller.principal(), caller.region(), caller.origin().via())
                .through(LAMBDA);
    }

    /** In Lambda's own name, for a function of an account. */
    CallerIdentity lambda(Arn function) {
        Principal account = Principal.root(new AccountId(function.account()));
        return new CallerIdentity(account, new Region(function.region()), List.of(LAMBDA));
    }

    AwsClient as(CallerIdentity identity) {
        return aws.as(identity);
    }

    /** What a ciphertext stands for. */
    byte[] decrypt(CallerIdentity identity, Arn function, byte[] ciphertext) {
        Map<String, Object> output =
                as(identity)
                        .call(
                                "kms",
                                "Decrypt",
                                Map.of(
                                        "CiphertextBlob",
                                        ciphertext,
                                        "EncryptionContext",
                                        context(function)));
        return bytes(output, "Plaintext");
    }

    static byte[] bytes(Map<String, Object> output, String member) {
        return (byte[]) Objects.requireNonNull(output.get(member));
    }

    static Map<String, String> context(Arn function) {
        return Map.of("aws:lambda:FunctionArn", function.toString());
    }
}
