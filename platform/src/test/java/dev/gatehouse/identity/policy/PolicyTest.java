package dev.gatehouse.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class PolicyTest {
    private static final AccountId HERE = AccountId.DEFAULT;
    private static final AccountId THERE = new AccountId("111111111111");
    private static final Principal ADA =
            Principal.user(HERE, "arn:aws:iam::000000000000:user/team/ada", "AIDA1");
    private static final AssumableRole ROLE =
            new AssumableRole(Arn.global("iam", HERE, "role/team/r"), "AROA1", "{}", 3_600);
    private static final Principal SESSION =
            Principal.roleSession(ROLE, "s", Session.plain(ROLE.issuer(), Instant.EPOCH));

    private static final Policy ALL =
            policy("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"");
    private static final Policy OTHERS =
            policy("\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"DateGreaterThan":{"k:date":"2026-01-01T00:00:00Z"}}              | true
                    {"DateLessThanEquals":{"k:date":"1764547200"}}                     | false
                    {"DateEquals":{"k:date":"2026-06-01"}}                             | true
                    {"NumericGreaterThanEquals":{"k:number":"10"}}                     | true
                    {"NumericNotEquals":{"k:number":10.0}}                             | false
                    {"NumericLessThan":{"k:text":"5"}}                                 | false
                    {"Bool":{"k:true":true}}                                           | true
                    {"BinaryEquals":{"k:binary":"aGk="}}                               | true
                    {"IpAddress":{"k:ip":["10.0.0.0/8","203.0.113.0/24"]}}             | true
                    {"NotIpAddress":{"k:ip":"203.0.113.7"}}                            | false
                    {"IpAddress":{"k:ip6":"2001:db8::/32"}}                            | true
                    {"ArnLike":{"k:arn":"arn:aws:s3:::b*"}}                            | true
                    {"ArnLike":{"k:arn":"arn:aws:*:b"}}                                | false
                    {"StringLike":{"k:text":"T?x*"}}                                   | true
                    {"StringLike":{"k:text":"t?x*"}}                                   | false
                    {"StringEquals":{"k:text":"T*"}}                                   | false
                    {"stringequals":{"K:TEXT":"Text"}}                                 | true
                    {"StringEquals":{"k:none":"x"}}                                    | false
                    {"StringEqualsIfExists":{"k:none":"x"}}                            | true
                    {"StringNotEquals":{"k:none":"x"}}                                 | true
                    {"Null":{"k:none":"true","k:text":"false"}}                        | true
                    {"ForAllValues:StringEquals":{"k:many":["a","b","c"]}}             | true
                    {"ForAllValues:StringEquals":{"k:none":"x"}}                       | true
                    {"ForAnyValue:StringEquals":{"k:none":"x"}}                        | false
                    {"ForAnyValue:StringNotEquals":{"k:many":"a"}}                     | true
                    {"ForAllValues:StringNotEquals":{"k:many":"a"}}                    | false
                    {"StringLike":{"k:text":"${*}*"}}                                  | false
                    {"StringEquals":{"aws:username":"ada"}}                            | true
                    {"StringEquals":{"k:text":"${aws:username}"}}                      | false
                    {"StringEquals":{"k:text":"${k:none, 'Text'}"}}                    | true
                    {"StringEquals":{"aws:PrincipalType":"User"}}                      | true
                    {"Bool":{"aws:MultiFactorAuthPresent":"false"}}                    | false
                    {"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}             | true
                    {"NumericLessThan":{"aws:MultiFactorAuthAge":"60"}}                | false
                    """)
    void conditionsHoldAsAwsSays(String condition, boolean holds) {
        String statement =
                "\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\"Condition\":" + condition;
        Policy allowing = policy("\"Effect\":\"Allow\"," + statement);
        assertThat(decide(allowing, ADA).isAllowed()).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"StringNotEquals\":{\"aws:PrincipalTag/team\":\"a\"}}",
                "{\"StringEquals\":{\"k:text\":\"${k:nobody-knows}\"}}"
            })
    void whatCannotBeToldAllowsNothingAndLiftsNoDenial(String condition) {
        String statement = "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":" + condition;
        assertThat(decide(policy("\"Effect\":\"Allow\"," + statement), ADA).isAllowed()).isFalse();
        assertThat(
                        Policy.of(
                                        document(
                                                "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"",
                                                "\"Effect\":\"Deny\"," + statement))
                                .decide(request(ADA)))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void aValueOfTheRequestIsNeverAWildcard() {
        Policy own =
                policy(
                        "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::b/${aws:username}\"");
        Principal star = Principal.user(HERE, "arn:aws:iam::000000000000:user/*", "AIDA2");
        assertThat(decide(own, star).isAllowed()).isFalse();
    }

    @Test
    void variablesAreTextInTheOlderVersion() {
        String document =
                "{\"Version\":\"2008-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"arn:aws:s3:::b/${aws:username}\"}}";
        assertThat(decide(Policy.of(document), ADA).isAllowed()).isFalse();
    }

    @Test
    void aGrantToTheSessionItselfIsNotNarrowedButOneToItsRoleIs() {
        assertThat(
                        withResource("arn:aws:sts::000000000000:assumed-role/r/s")
                                .decide(request(SESSION)))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(withResource("arn:aws:iam::000000000000:role/team/r").decide(request(SESSION)))
                .isEqualTo(new Decision.NotAllowed(PolicyKind.BOUNDARY));
        assertThat(withResource("000000000000").decide(request(SESSION)))
                .isEqualTo(new Decision.NotAllowed(PolicyKind.IDENTITY));
    }

    /** No policies of its own, and a boundary about something else. */
    private static Evaluation withResource(String principal) {
        return evaluation(List.of(), OTHERS, List.of(), grantTo(principal), HERE);
    }

    @Test
    void acrossAccountsBothSidesMustAllow() {
        Policy shared = grantTo("000000000000");
        assertThat(evaluation(List.of(ALL), null, List.of(), shared, THERE).decide(request(ADA)))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(evaluation(List.of(), null, List.of(), shared, THERE).decide(request(ADA)))
                .isEqualTo(new Decision.NotAllowed(PolicyKind.IDENTITY));
        assertThat(evaluation(List.of(ALL), null, List.of(), null, THERE).decide(request(ADA)))
                .isEqualTo(new Decision.NotAllowed(PolicyKind.RESOURCE));
    }

    @Test
    void everyPolicyThatNarrowsMustAllowAndADenialWins() {
        Evaluation narrowed = evaluation(List.of(ALL), ALL, List.of(OTHERS), null, HERE);
        assertThat(narrowed.decide(request(SESSION)))
                .isEqualTo(new Decision.NotAllowed(PolicyKind.SESSION));
        Evaluation organized =
                new Evaluation(
                        List.of(ALL),
                        null,
                        List.of(),
                        List.of(List.of(ALL), List.of(OTHERS)),
                        null,
                        HERE);
        assertThat(organized.decide(request(ADA)))
                .isEqualTo(new Decision.NotAllowed(PolicyKind.SERVICE_CONTROL));
        Policy denial = policy("\"Effect\":\"Deny\",\"NotAction\":\"sqs:*\",\"Resource\":\"*\"");
        assertThat(
                        evaluation(List.of(ALL, denial), null, List.of(), null, HERE)
                                .decide(request(ADA)))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.kind()).isEqualTo(PolicyKind.IDENTITY));
    }

    @Test
    void theRootNeedsNoPolicyInItsAccount() {
        Evaluation bare = evaluation(List.of(), null, List.of(), null, HERE);
        assertThat(bare.decide(request(Principal.root(HERE))).isAllowed()).isTrue();
        assertThat(bare.decide(request(ADA)).isAllowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "Effect":"Allow","Action":"s3:*","Resource":"bucket"                            | Resource bucket must be in ARN format or "*".
                    "Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Like":{"a":"b"}}  | Syntax errors in policy.
                    "Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"a":"b"}}  | Syntax errors in policy.
                    "Effect":"Allow","Action":[],"Resource":"*"                                     | Syntax errors in policy.
                    """)
    void rejectsWhatIamRejectsInItsWords(String statement, String message) {
        assertThatThrownBy(() -> Policy.checked(document(statement), PolicyGrammar.IDENTITY))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessage(message);
    }

    @Test
    void statementIdsAreUnique() {
        String statement =
                "\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"";
        assertThatThrownBy(
                        () ->
                                Policy.checked(
                                        document(statement, statement), PolicyGrammar.IDENTITY))
                .hasMessage("Statement IDs (SID) in a single policy must be unique.");
    }

    @Test
    void deepOrHugeDocumentsAreRejectedLikeOthers() {
        assertThatThrownBy(() -> Policy.checked("[".repeat(100_000), PolicyGrammar.IDENTITY))
                .isInstanceOf(MalformedPolicyException.class);
        String stars = "a*".repeat(2_000);
        Policy slow =
                policy("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"" + stars + "b\"");
        assertThatCode(() -> decide(slow, ADA)).doesNotThrowAnyException();
    }

    private static Policy grantTo(String principal) {
        return policy(
                "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\""
                        + principal
                        + "\"}");
    }

    private static Evaluation evaluation(
            List<Policy> identity,
            @Nullable Policy boundary,
            List<Policy> session,
            @Nullable Policy resource,
            AccountId owner) {
        return new Evaluation(identity, boundary, session, List.of(), resource, owner);
    }

    private static Decision decide(Policy policy, Principal principal) {
        return evaluation(List.of(policy), null, List.of(), null, HERE).decide(request(principal));
    }

    private static PolicyRequest request(Principal principal) {
        Map<String, List<String>> values =
                Map.of(
                        "k:date", List.of("2026-06-01T00:00:00Z"),
                        "k:number", List.of("10"),
                        "k:text", List.of("Text"),
                        "k:true", List.of("true"),
                        "k:binary", List.of("aGk="),
                        "k:ip", List.of("203.0.113.7"),
                        "k:ip6", List.of("2001:db8::7"),
                        "k:arn", List.of("arn:aws:s3:::b"),
                        "k:many", List.of("a", "b"),
                        "k:none", List.of());
        return new PolicyRequest(
                principal,
                "s3:GetObject",
                "arn:aws:s3:::b/ada2",
                new RequestValues(principal, values));
    }

    private static Policy policy(String statement) {
        return Policy.of(document(statement));
    }

    private static String document(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{"
                + String.join("},{", statements)
                + "}]}";
    }
}
