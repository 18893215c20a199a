package dev.gatehouse.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.gatehouse.aws.sts.AssumeRoleRequest;
import dev.gatehouse.aws.sts.AssumeRoleResponse;
import dev.gatehouse.aws.sts.PolicyDescriptorType;
import dev.gatehouse.aws.sts.Tag;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@org.junit.jupiter.api.Tag("node")
final class StsServiceTest {
    private static final String EVERYTHING =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:*\","
                    + "\"Principal\":{\"AWS\":\"*\"}}}";
    private static final String EVERYBODY =
            "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}";

    private static final AccountId ACCOUNT = AccountId.DEFAULT;
    private static final Principal ROOT = Principal.root(ACCOUNT);

    @TempDir Path folder = Path.of("");
    private StsFixture fixture;
    private Store store;

    @BeforeEach
    void open() {
        fixture = new StsFixture(folder);
        store = fixture.store;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aSessionOfARoleIsNamedAfterItAndExpires() {
        StsService sts = fixture.sts(StsFixture.trusting("\"AWS\":\"000000000000\""));

        AssumeRoleResponse response = assume(sts, "team/deployer", 900);

        var given = Objects.requireNonNull(response.credentials());
        assertThat(given.accessKeyId()).startsWith("ASIA").hasSize(20);
        assertThat(Objects.requireNonNull(response.assumedRoleUser()).arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/deployer/me");
        Credentials found =
                sts.credentials().find(Objects.requireNonNull(given.accessKeyId())).orElseThrow();
        assertThat(found.secretAccessKey()).isEqualTo(given.secretAccessKey());
        assertThat(found.sessionToken()).isEqualTo(given.sessionToken());
        assertThat(found.principal().kind()).isEqualTo(PrincipalKind.ASSUMED_ROLE);
        assertThat(found.principal().userId()).isEqualTo("AROA1:me");
        assertThat(found.expiration())
                .isBetween(Instant.now().plusSeconds(880), Instant.now().plusSeconds(910));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "AWS":"arn:aws:iam::000000000000:root"       | true
                    "AWS":["111111111111","000000000000"]        | true
                    "AWS":"*"                                    | true
                    "AWS":"111111111111"                         | false
                    "AWS":"arn:aws:iam::000000000000:user/other" | false
                    "Service":"lambda.amazonaws.com"             | false
                    """)
    void onlyWhomTheTrustPolicyNamesMayAssume(String principal, boolean trusted) {
        assertThat(allows(trusted(StsFixture.trusting(principal)), ROOT, "me", null))
                .isEqualTo(trusted);
    }

    @Test
    void aSessionMayGoOnToARoleThatTrustsItsRole() {
        AssumableRole first =
                new AssumableRole(
                        Arn.global("iam", ACCOUNT, "role/team/first"), "AROA1", "{}", 3_600);
        Principal session =
                Principal.roleSession(
                        first, "me", Session.plain(first.issuer(), Clock.SYSTEM.now()));

        assertThat(
                        allows(
                                trusted(
                                        StsFixture.trusting(
                                                "\"AWS\":\"arn:aws:iam::000000000000:role/team/first\"")),
                                session,
                                "me",
                                null))
                .isTrue();
    }

    @Test
    void anExternalIdMustBeTheOneExpected() {
        AssumableRole role =
                trusted(
                        """
                        {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                         "Principal":{"AWS":"000000000000"},
                         "Condition":{"StringEquals":{"sts:ExternalId":"secret"}}}}
                        """);

        assertThat(allows(role, ROOT, "me", null)).isFalse();
        assertThat(allows(role, ROOT, "me", "other")).isFalse();
        assertThat(allows(role, ROOT, "me", "secret")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "Action":"sts:Assume*"                                             | true
                    "Action":"STS:?ssumeRole"                                          | true
                    "Action":"sts:Tag*"                                                | false
                    "NotAction":"sts:TagSession"                                       | true
                    "NotAction":"sts:*"                                                | false
                    """)
    void actionsMayBePatterns(String action, boolean trusted) {
        String statement = "{\"Effect\":\"Allow\",\"Principal\":\"*\"," + action + "}";
        assertThat(trusts(statement)).isEqualTo(trusted);
        String denial = "{\"Effect\":\"Deny\",\"Principal\":\"*\"," + action + "}";
        assertThat(trusts(EVERYBODY + "," + denial)).isEqualTo(!trusted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"StringLike":{"sts:ExternalId":"sec*"}}                           | true
                    {"StringEquals":{"sts:externalid":["other","secret"]}}             | true
                    {"StringNotEquals":{"sts:ExternalId":"secret"}}                    | false
                    {"StringEquals":{"aws:PrincipalAccount":"000000000000"}}           | true
                    {"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}             | true
                    {"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}        | true
                    {"StringEquals":{"sts:RoleSessionName":"you"}}                     | false
                    {"Null":{"sts:ExternalId":"true"}}                                 | false
                    {"StringEquals":{"sts:ExternalId":"secret","aws:userid":"x"}}      | false
                    """)
    void conditionsOnWhatIsKnownAreEvaluated(String condition, boolean holds) {
        assertThat(trusts(on("Allow", condition))).isEqualTo(holds);
        assertThat(trusts(EVERYBODY + "," + on("Deny", condition))).isEqualTo(!holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"StringEquals":{"aws:ResourceTag/team":"blue"}}
                    {"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}
                    """)
    void conditionsOnAnythingElseAllowNothingAndLiftNoDenial(String condition) {
        assertThat(trusts(on("Allow", condition))).isFalse();
        assertThat(trusts(EVERYBODY + "," + on("Deny", condition))).isFalse();
    }

    private static boolean trusts(String statements) {
        AssumableRole role = trusted("{\"Statement\":[" + statements + "]}");
        return allows(role, ROOT, "me", "secret");
    }

    private static String on(String effect, String condition) {
        return "{\"Effect\":\"%s\",\"Principal\":\"*\",\"Action\":\"*\",\"Condition\":%s}"
                .formatted(effect, condition);
    }

    @Test
    void anUnknownRoleAndAnUntrustedCallerGetTheSameRejection() {
        StsFixture.rejected(
                "AccessDenied",
                () ->
                        assume(
                                fixture.sts(StsFixture.trusting("\"AWS\":\"111111111111\"")),
                                "r",
                                900));
        StsFixture.rejected("AccessDenied", () -> assume(fixture.sts(null), "r", 900));
    }

    @Test
    void rejectsASessionLongerThanTheRoleAllows() {
        StsFixture.rejected(
                "ValidationError",
                () -> assume(fixture.sts(StsFixture.trusting("\"AWS\":\"*\"")), "r", 7_200));
    }

    @Test
    void rejectsByNameWhatASessionCannotCarry() {
        StsService sts = fixture.sts(StsFixture.trusting("\"AWS\":\"*\""));

        assertThatThrownBy(() -> assume(sts, plain().serialNumber("arn:aws:iam::1:mfa/me").build()))
                .hasMessage("SerialNumber is not supported.");
        assume(sts, plain().tags(List.of()).build());
    }

    @Test
    void aSessionCarriesItsPoliciesTagsAndSourceIdentity() {
        StsService sts = fixture.sts(EVERYTHING);

        AssumeRoleResponse response =
                assume(
                        sts,
                        plain().policy(StsFixture.ALLOWING_READS)
                                .policyArns(
                                        List.of(
                                                PolicyDescriptorType.builder()
                                                        .arn("arn:aws:iam::aws:policy/ReadOnly")
                                                        .build()))
                                .tags(List.of(tag("team", "red"), tag("Stage", "prod")))
                                .transitiveTagKeys(List.of("team"))
                                .sourceIdentity("alice")
                                .build());

        assertThat(response.sourceIdentity()).isEqualTo("alice");
        assertThat(response.packedPolicySize()).isBetween(1, 100);
        Session session = session(sts, response).session();
        assertThat(Objects.requireNonNull(session).policies())
                .containsExactly(StsFixture.ALLOWING_READS, StsFixture.ALLOWING_READS);
        assertThat(session.tags()).containsOnly(entry("team", "red"), entry("Stage", "prod"));
        assertThat(session.transitiveTags()).containsExactly("team");
        assertThat(session.sourceIdentity()).isEqualTo("alice");
    }

    @Test
    void transitiveTagsAndTheSourceIdentityGoAlongAChain() {
        StsService sts = fixture.sts(EVERYTHING);
        AssumeRoleRequest first =
                plain().tags(List.of(tag("team", "red"), tag("own", "x")))
                        .transitiveTagKeys(List.of("team"))
                        .sourceIdentity("alice")
                        .build();
        Principal caller = session(sts, assume(sts, first));

        Session second =
                Objects.requireNonNull(
                        session(sts, assume(sts, caller, plain().build())).session());

        assertThat(second.tags()).containsOnly(entry("team", "red"));
        assertThat(second.transitiveTags()).containsExactly("team");
        assertThat(second.sourceIdentity()).isEqualTo("alice");
        assertThatThrownBy(
                        () ->
                                assume(
                                        sts,
                                        caller,
                                        plain().tags(List.of(tag("Team", "blue"))).build()))
                .hasMessageContaining("conflicts with a transitive tag key");
        assertThatThrownBy(() -> assume(sts, caller, plain().sourceIdentity("bob").build()))
                .hasMessageContaining("is not authorized to perform: sts:SetSourceIdentity");
    }

    @Test
    void tagsAndSourceIdentityNeedPermissionsOfTheirOwn() {
        StsService sts = fixture.sts(StsFixture.trusting("\"AWS\":\"*\""));

        assertThatThrownBy(() -> assume(sts, plain().tags(List.of(tag("k", "v"))).build()))
                .hasMessage(
                        "User: arn:aws:iam::000000000000:root is not authorized to perform:"
                                + " sts:TagSession on resource: arn:aws:iam::000000000000:role/r");
        assertThatThrownBy(() -> assume(sts, plain().sourceIdentity("me").build()))
                .hasMessageContaining("sts:SetSourceIdentity");
        String red =
                EVERYTHING.replace(
                        "\"Principal\"",
                        "\"Condition\":{\"StringEquals\":{\"aws:RequestTag/team\":\"red\"}},"
                                + "\"Principal\"");
        assume(fixture.sts(red), plain().tags(List.of(tag("team", "red"))).build());
        StsFixture.rejected(
                "AccessDenied",
                () -> assume(fixture.sts(red), plain().tags(List.of(tag("team", "blue"))).build()));
    }

    @Test
    void rejectsWhatDoesNotFitIntoASession() {
        StsService sts = fixture.sts(EVERYTHING);
        List<Tag> nine = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            nine.add(tag("T" + i, "a".repeat(250)));
        }
        // Seen on AWS for these very tags.
        assertThatThrownBy(() -> assume(sts, plain().tags(nine).build()))
                .hasMessage("Packed size of session tags consumes 498% of allotted space.");
        StsFixture.rejected("PackedPolicyTooLarge", () -> assume(sts, plain().tags(nine).build()));
        StsFixture.rejected(
                "MalformedPolicyDocument", () -> assume(sts, plain().policy("{").build()));
        StsFixture.rejected(
                "ValidationError",
                () ->
                        assume(
                                sts,
                                plain().policy(StsFixture.ALLOWING_READS + " ".repeat(2_048))
                                        .build()));
        StsFixture.rejected(
                "InvalidParameterValue",
                () -> assume(sts, plain().tags(List.of(tag("a", "1"), tag("A", "2"))).build()));
        StsFixture.rejected(
                "InvalidParameterValue",
                () -> assume(sts, plain().transitiveTagKeys(List.of("k")).build()));
    }

    @Test
    void theRootMayNotAssumeRolesWhereItIsSaid() {
        AssumableRole role = trusted(StsFixture.trusting("\"AWS\":\"*\""));

        assertThatThrownBy(
                        () -> assume(fixture.sts(_ -> Optional.of(role), false), plain().build()))
                .hasMessage("Roles may not be assumed by root accounts.");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static AssumeRoleRequest.Builder plain() {
        return request("r", 900).toBuilder();
    }

    private static Principal session(StsService sts, AssumeRoleResponse response) {
        String id = Objects.requireNonNull(response.credentials()).accessKeyId();
        return sts.credentials().find(Objects.requireNonNull(id)).orElseThrow().principal();
    }

    @Test
    void sessionsThatEndedAreForgottenByTheNextProcess() {
        Principal session =
                Principal.roleSession(role(), "me", Session.plain(role().issuer(), Instant.now()));
        Instant early = Instant.now().minus(Duration.ofDays(2));
        String ended =
                new Sessions(store, TestSecrets.of(store), at(early))
                        .issue(session, Duration.ofHours(1))
                        .accessKeyId();

        new Sessions(store, TestSecrets.of(store), Clock.SYSTEM)
                .issue(session, Duration.ofHours(1));

        assertThat(new Sessions(store, TestSecrets.of(store), Clock.SYSTEM).find(ended)).isEmpty();
    }

    private static AssumableRole trusted(String policy) {
        return new AssumableRole(Arn.global("iam", ACCOUNT, "role/r"), "AROA1", policy, 3_600);
    }

    private static AssumableRole role() {
        return new AssumableRole(Arn.global("iam", ACCOUNT, "role/r"), "AROA1", "{}", 3_600);
    }

    private static Clock at(Instant instant) {
        return new Clock() {
            @Override
            public Instant now() {
                return instant;
            }

            @Override
            public long nanoTime() {
                return 0;
            }
        };
    }

    private static boolean allows(
            AssumableRole role, Principal caller, String name, @Nullable String externalId) {
        AssumeRoleRequest request =
                AssumeRoleRequest.builder()
                        .roleArn(role.arn().toString())
                        .roleSessionName(name)
                        .externalId(externalId)
                        .build();
        Actor actor = new Actor(caller, Permissions.NONE);
        return Trust.decide(
                        role,
                        actor,
                        "sts:AssumeRole",
                        ConditionKeys.of(SessionRequest.of(request, caller).keys()))
                .isAllowed();
    }

    private static AssumeRoleResponse assume(StsService sts, String role, int seconds) {
        return assume(sts, request(role, seconds));
    }

    private static AssumeRoleRequest request(String role, int seconds) {
        return AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::000000000000:role/" + role)
                .roleSessionName("me")
                .durationSeconds(seconds)
                .build();
    }

    private static AssumeRoleResponse assume(StsService sts, AssumeRoleRequest request) {
        return assume(sts, ROOT, request);
    }

    private static AssumeRoleResponse assume(
            StsService sts, Principal caller, AssumeRoleRequest request) {
        RequestContext context =
                new RequestContext(
                        RequestId.next(),
                        caller,
                        ACCOUNT,
                        Region.DEFAULT,
                        "127.0.0.1",
                        "localhost");
        return sts.assumeRole().handle(context, request);
    }
}
