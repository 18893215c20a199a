package dev.gatehouse.iam.entity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ServiceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class PolicyDocumentsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {                                                                                              | This policy contains invalid Json
                    []                                                                                             | Syntax errors in policy.
                    {"Statement":[]}                                                                               | Syntax errors in policy.
                    {"Version":"2013-01-01","Statement":[]}                                                        | The policy must contain a valid version string
                    {"Statement":[{"Effect":"allow","Action":"s3:*","Resource":"*"}]}                              | Syntax errors in policy.
                    {"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Foo":1}]}                      | Syntax errors in policy.
                    {"Statement":[{"Effect":"Allow","Resource":"*"}]}                                              | Policy statement must contain actions.
                    {"Statement":[{"Effect":"Allow","Action":"s3:*"}]}                                             | Policy statement must contain resources.
                    {"Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}                         | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
                    {"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}              | Policy document should not specify a principal.
                    {"Statement":[{"Effect":"Allow","Effect":"Deny","Action":"s3:*","Resource":"*"}]}              | This policy contains invalid Json
                    """)
    void rejectsAnIdentityPolicyInIamsWords(String document, String message) {
        assertThatThrownBy(() -> PolicyDocuments.checkIdentityPolicy(document))
                .isInstanceOf(ServiceException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}]}",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":\"x\"}]}",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":\"*\",\"Resource\":\"*\"}]}"
            })
    void rejectsATrustPolicyWithoutPrincipalOrWithResource(String document) {
        assertThatThrownBy(() -> PolicyDocuments.checkTrustPolicy(document))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void rejectsATrustPolicyAboutOtherActionsThanThoseOfSts() {
        String policy =
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":[%s]}]}";
        assertThatThrownBy(
                        () ->
                                PolicyDocuments.checkTrustPolicy(
                                        policy.formatted("\"sts:AssumeRole\",\"s3:GetObject\"")))
                .hasMessage("AssumeRole policy may only specify STS AssumeRole actions.");
        assertThatCode(
                        () ->
                                PolicyDocuments.checkTrustPolicy(
                                        policy.formatted("\"sts:AssumeRole\",\"sts:TagSession\"")))
                .doesNotThrowAnyException();
    }

    @Test
    void rejectsATrustPolicyThatNamesAPatternOfPrincipals() {
        String policy =
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                        + "\"Principal\":{\"AWS\":\"%s\"}}}";
        assertThatThrownBy(
                        () ->
                                PolicyDocuments.checkTrustPolicy(
                                        policy.formatted("arn:aws:iam::000000000000:role/*")))
                .hasMessage(
                        "Invalid principal in policy:"
                                + " \"AWS\":\"arn:aws:iam::000000000000:role/*\"");
        assertThatCode(() -> PolicyDocuments.checkTrustPolicy(policy.formatted("*")))
                .doesNotThrowAnyException();
    }

    @Test
    void takesListsAndSingleValues() {
        assertThatCode(
                        () ->
                                PolicyDocuments.checkIdentityPolicy(
                                        """
                                        {"Statement":{"Sid":"x","Effect":"Deny","NotAction":["a:b"],
                                         "NotResource":["*"],"Condition":{"Bool":{"a:b":"true"}}}}
                                        """))
                .doesNotThrowAnyException();
    }
}
