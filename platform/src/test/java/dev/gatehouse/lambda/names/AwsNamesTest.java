package dev.gatehouse.lambda.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names lead to a sandbox's own endpoint. */
@Tag("unit")
final class AwsNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amazonaws.com",
                "lambda.us-east-1.amazonaws.com",
                "iam.amazonaws.com",
                "rds.us-east-1.amazonaws.com",
                "a1b2c3.execute-api.eu-west-1.amazonaws.com",
                "bucket.with.dots.s3.amazonaws.com",
                "files.kafka.s3.us-east-1.amazonaws.com",
                "us-east-1.queue.amazonaws.com",
                "sqs.cn-north-1.amazonaws.com.cn",
                "lambda.us-east-1.api.aws",
                "abc.lambda-url.us-east-1.on.aws"
            })
    void apisAreHere(String name) {
        assertThat(AwsNames.include(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sqs.us-east-1.amazonaws.com, sqs",
        "iam.amazonaws.com, iam",
        "bucket.s3.amazonaws.com, s3",
        "bucket-1.s3.eu-west-1.amazonaws.com, s3",
        "a1.execute-api.eu-west-1.amazonaws.com, execute-api"
    })
    void hostsNameTheirService(String host, String service) {
        assertThat(AwsNames.service(host)).contains(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mydb.abcdef.us-east-1.rds.amazonaws.com",
                "web-1.elb.us-east-1.amazonaws.com",
                "b-1.demo.abc.c2.kafka.us-east-1.amazonaws.com",
                "ec2-192-0-2-1.compute-1.amazonaws.com",
                "cache.abc.0001.use1.cache.amazonaws.com"
            })
    void machinesOfCustomersAreWhereTheyAre(String name) {
        assertThat(AwsNames.include(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "amazonaws.com.example.org",
                "notamazonaws.com",
                "service.vpc-lattice-svcs.us-east-1.on.aws"
            })
    void otherNamesAreNobodysBusiness(String name) {
        assertThat(AwsNames.include(name)).isFalse();
    }
}
