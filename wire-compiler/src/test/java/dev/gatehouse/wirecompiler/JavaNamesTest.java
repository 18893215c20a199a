package dev.gatehouse.wirecompiler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class JavaNamesTest {
    @ParameterizedTest
    @CsvSource({
        "FunctionName, functionName",
        "KMSKeyArn, kmsKeyArn",
        "S3Bucket, s3Bucket",
        "ETag, eTag",
        "ARN, arn",
        "UserARNs, userARNs",
        "ARNs, arns",
        "MD5OfBody, md5OfBody",
        "x-amz-meta, x_amz_meta",
        "default, default_",
        "data, data_"
    })
    void anAccessorIsTheMemberInLowerCamelCase(String member, String accessor) {
        assertThat(JavaNames.accessor(member)).isEqualTo(accessor);
    }

    @ParameterizedTest
    @CsvSource({
        "CreateFunction, CREATE_FUNCTION",
        "ListFunctionsByCodeSigningConfig, LIST_FUNCTIONS_BY_CODE_SIGNING_CONFIG",
        "GetSAMLProvider, GET_SAML_PROVIDER",
        "ListObjectsV2, LIST_OBJECTS_V2",
        "UploadServerCertificate, UPLOAD_SERVER_CERTIFICATE"
    })
    void aConstantIsTheOperationInCapitals(String operation, String constant) {
        assertThat(JavaNames.constant(operation)).isEqualTo(constant);
    }

    @Test
    void aStructureThatHidesAJavaTypeGetsTheServiceInFront() {
        assertThat(new JavaNames("S3").type("Object")).isEqualTo("S3Object");
        assertThat(new JavaNames("S3").type("Bucket")).isEqualTo("Bucket");
    }
}
