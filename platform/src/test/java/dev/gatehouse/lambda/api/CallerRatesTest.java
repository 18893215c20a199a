package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.lambda.code.CodeLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ThrottleReason;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** How often the API may be called, where a node holds to AWS's quota. */
@Tag("node")
class CallerRatesTest {
    @Test
    void callsBeyondTheQuotaAreThrottledForTheirAccountOnly(@TempDir Path folder) {
        LambdaQuotas quotas = new LambdaQuotas(1000, 100, Long.MAX_VALUE, true);
        try (LambdaNode node = new LambdaNode(folder, (_, _) -> {}, CodeLimits.AWS, quotas);
                LambdaClient client = impatient(node);
                LambdaClient other = node.client("111111111111")) {
            TooManyRequestsException rejection =
                    catchThrowableOfType(
                            TooManyRequestsException.class, () -> callWithoutEnd(client));
            assertThat(rejection.statusCode()).isEqualTo(429);
            assertThat(rejection.reason()).isEqualTo(ThrottleReason.CALLER_RATE_LIMIT_EXCEEDED);
            assertThat(other.listFunctions().functions()).isEmpty();
        }
    }

    private static LambdaClient impatient(LambdaNode node) {
        return LambdaClient.builder()
                .endpointOverride(node.endpoint())
                .region(Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private static void callWithoutEnd(LambdaClient client) {
        for (int call = 0; call < 1_000; call++) {
            client.listFunctions();
        }
    }
}
