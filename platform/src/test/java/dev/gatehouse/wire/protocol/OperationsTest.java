package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.wire.message.WireRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class OperationsTest {
    @ParameterizedTest
    @CsvSource({
        "lambda, GET, /2015-03-31/functions/, ListFunctions",
        "lambda, GET, /2015-03-31/functions, ListFunctions",
        "lambda, POST, /2015-03-31/functions, CreateFunction",
        "lambda, POST, /2015-03-31/functions/, CreateFunction",
        "lambda, GET, /2015-03-31/functions/f, GetFunction",
        "lambda, GET,"
            + " /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af,"
            + " GetFunction",
        "lambda, GET, /2015-03-31/functions/f/configuration, GetFunctionConfiguration",
        "apigateway, GET, /restapis/a/resources/r/methods/GET, GetMethod",
        "apigateway, POST, /restapis, CreateRestApi",
        "apigateway, POST, /restapis?mode=import, ImportRestApi",
        "apigateway, PUT, /tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fa,"
                + " TagResource",
        "apigatewayv2, PATCH, /v2/apis/a/stages/%24default, UpdateStage",
        "s3, GET, /, ListBuckets",
        "s3, GET, /bucket, ListObjects",
        "s3, GET, /bucket/, ListObjects",
        "s3, GET, /bucket?list-type=2&prefix=a, ListObjectsV2",
        "s3, GET, /bucket?location, GetBucketLocation",
        "s3, GET, /bucket?location=, GetBucketLocation",
        "s3, GET, /bucket/a/b//c, GetObject",
        "s3, GET, /bucket/a?acl, GetObjectAcl",
        "s3, GET, /bucket/a?x-id=GetObject, GetObject",
        "s3, PUT, /bucket/a, PutObject",
        "s3, PUT, /bucket/a?partNumber=1&uploadId=u, UploadPart",
        "s3, POST, /bucket/a?uploads, CreateMultipartUpload",
        "s3, POST, /bucket?delete, DeleteObjects",
        "s3, GET, /bucket?lifecycle, GetBucketLifecycleConfiguration"
    })
    void restRequestsAreIdentifiedByMethodPathAndQuery(
            String service, String method, String url, String operation) {
        assertThat(name(service, Requests.request(method, url, ""))).isEqualTo(operation);
    }

    @Test
    void aCopyIsToldFromAnUploadByItsHeader() {
        WireRequest copy =
                Requests.request("PUT", "/bucket/a", "", "x-amz-copy-source", "other/key");

        assertThat(name("s3", copy)).isEqualTo("CopyObject");
    }

    @Test
    void jsonRequestsAreIdentifiedByTheirTarget() {
        WireRequest request =
                Requests.request("POST", "/", "{}", "X-Amz-Target", "Logs_20140328.CreateLogGroup");

        assertThat(name("logs", request)).isEqualTo("CreateLogGroup");
    }

    @Test
    void queryRequestsAreIdentifiedByTheirActionInFormOrQueryString() {
        assertThat(name("iam", Requests.form("Action=CreateRole&Version=2010-05-08")))
                .isEqualTo("CreateRole");
        assertThat(name("sts", Requests.request("GET", "/?Action=GetCallerIdentity", "")))
                .isEqualTo("GetCallerIdentity");
    }

    @Test
    void aServiceWithSeveralProtocolsAnswersEach() {
        WireRequest cbor =
                Requests.request(
                        "POST",
                        "/service/GraniteServiceVersion20100801/operation/ListMetrics",
                        "",
                        "smithy-protocol",
                        "rpc-v2-cbor");
        WireRequest json =
                Requests.request(
                        "POST",
                        "/",
                        "{}",
                        "X-Amz-Target",
                        "GraniteServiceVersion20100801.ListMetrics");
        Operations operations = Operations.of(ServiceModel.load("cloudwatch"));

        assertThat(operations.identify(cbor).protocol()).isInstanceOf(CborProtocol.class);
        assertThat(operations.identify(json).protocol()).isInstanceOf(AwsJsonProtocol.class);
        assertThat(operations.identify(Requests.form("Action=ListMetrics")).protocol())
                .isInstanceOf(AwsQueryProtocol.class);
    }

    @Test
    void whatTheModelDoesNotKnowKeepsItsName() {
        Operations iam = Operations.of(ServiceModel.load("iam"));
        Operations lambda = Operations.of(ServiceModel.load("lambda"));

        assertThat(iam.identify(Requests.form("Action=Frobnicate")))
                .isEqualTo(new Identified.Unknown(AwsQueryProtocol.INSTANCE, "Frobnicate"));
        assertThat(lambda.identify(Requests.request("GET", "/nowhere", "")))
                .isEqualTo(new Identified.Unknown(RestJsonProtocol.INSTANCE, "GET /nowhere"));
    }

    private static String name(String service, WireRequest request) {
        return switch (Operations.of(ServiceModel.load(service)).identify(request)) {
            case Identified.Known known -> known.operation().name();
            case Identified.Unknown unknown -> "unknown " + unknown.name();
        };
    }
}
