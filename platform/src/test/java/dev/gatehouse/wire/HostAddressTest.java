package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class HostAddressTest {
    private static final Set<String> SERVICES = Set.of("lambda", "s3", "api.ecr", "iam");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "lambda.eu-west-1.localhost:4566, lambda, eu-west-1, ''",
                "lambda.eu-west-1.amazonaws.com, lambda, eu-west-1, ''",
                "iam.amazonaws.com, iam, -, ''",
                "s3.localhost:4566, s3, -, ''",
                "my.bucket.s3.us-east-1.amazonaws.com, s3, us-east-1, my.bucket",
                "bucket.s3.dualstack.eu-west-1.amazonaws.com, s3, eu-west-1, bucket",
                "a.s3-us-gov-west-1.amazonaws.com, s3, us-gov-west-1, a",
                "s3-us-west-2.amazonaws.com, s3, us-west-2, ''",
                "s3-eu-west-1-logs.s3.amazonaws.com, s3, -, s3-eu-west-1-logs",
                "lambda.eu-west-1.api.aws, lambda, eu-west-1, ''",
                "bucket.s3.localhost.example.com:4566, s3, -, bucket",
                "api.ecr.us-east-1.amazonaws.com, api.ecr, us-east-1, ''",
                "localhost:4566, -, -, ''",
                "127.0.0.1:4566, -, -, ''",
                "[::1]:4566, -, -, ''",
                "lambda.example.com, -, -, ''",
                "lambda, -, -, ''",
                "sqs.us-east-1.localhost, -, -, ''",
                "'', -, -, ''",
            })
    void aHostNameOfAwsFormNamesServiceRegionAndBucket(
            String authority, String service, String region, String bucket) {
        HostAddress address = HostAddress.of(authority, SERVICES);
        assertThat(address.service()).isEqualTo(service);
        assertThat(address.region() == null ? null : address.region().name()).isEqualTo(region);
        assertThat(address.bucket()).isEqualTo(bucket);
    }
}
