package dev.sekisho.control.web;

import dev.sekisho.control.ControlOptions;
import dev.sekisho.control.ControlParts;
import dev.sekisho.control.access.DeskParts;
import dev.sekisho.control.access.SignInPace;
import dev.sekisho.control.account.MeApi;
import dev.sekisho.control.account.SessionApi;
import dev.sekisho.control.connect.OnRampApi;
import dev.sekisho.control.connect.SettingsApi;
import dev.sekisho.control.events.EventApi;
import dev.sekisho.control.events.ExportWriter;
import dev.sekisho.control.events.LiveApi;
import dev.sekisho.control.events.StatsApi;
import dev.sekisho.control.host.ConsoleFiles;
import dev.sekisho.control.host.ConsoleHost;
import dev.sekisho.control.host.Stopping;
import dev.sekisho.control.lab.LabApi;
import dev.sekisho.control.my.MyApi;
import dev.sekisho.control.operator.CustomerApi;
import dev.sekisho.control.operator.CustomerLicenceApi;
import dev.sekisho.control.operator.Health;
import dev.sekisho.control.operator.HealthApi;
import dev.sekisho.control.operator.MetricsApi;
import dev.sekisho.control.operator.OperatorReceiptApi;
import dev.sekisho.control.operator.OperatorSight;
import dev.sekisho.control.operator.UnassignedMailApi;
import dev.sekisho.control.page.FormGuard;
import dev.sekisho.control.page.SignIn;
import dev.sekisho.control.page.SignInPage;
import dev.sekisho.control.people.PeopleApi;
import dev.sekisho.control.people.TokenApi;
import dev.sekisho.control.policy.CategoryApi;
import dev.sekisho.control.policy.PolicyApi;
import dev.sekisho.control.policy.PolicyTestApi;
import dev.sekisho.control.setup.InvitationPage;
import dev.sekisho.control.setup.SetupPage;
import dev.sekisho.control.trust.AttentionApi;
import dev.sekisho.control.trust.AuditApi;
import dev.sekisho.control.trust.DataCollectionApi;
import dev.sekisho.control.trust.ErasureApi;
import dev.sekisho.control.trust.HoldApi;
import dev.sekisho.control.trust.LicenceApi;
import dev.sekisho.control.trust.NoticeTexts;
import dev.sekisho.control.trust.PrivacyMailApi;
import dev.sekisho.control.trust.ReceiptApi;
import dev.sekisho.kernel.inventory.FieldInventory;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import tools.jackson.databind.json.JsonMapper;

/** Every controller, by name: what is not here does not answer. */
@Configuration(proxyBeanMethods = false)
@Import(ControllerConfiguration.Laboratory.class)
class ControllerConfiguration {
    @Bean
    static Stopping stopping() {
        return new Stopping();
    }

    @Bean
    static FormGuard formGuard() {
        return new FormGuard();
    }

    @Bean
    static SignIn signIn(ControlParts parts, SignInPace pace, Listeners listeners) {
        return new SignIn(parts.directory().authentication(), pace, listeners::side);
    }

    @Bean
    static SignInPage signInPage(SignIn signIn, FormGuard guard) {
        return new SignInPage(signIn, guard);
    }

    @Bean
    static SetupPage setupPage(
            ControlParts parts, ControlOptions options, SignIn signIn, FormGuard guard, JsonMapper json) {
        return new SetupPage(parts, options, signIn, guard, json);
    }

    @Bean
    static InvitationPage invitationPage(ControlParts parts, SignIn signIn, FormGuard guard) {
        return new InvitationPage(parts.directory().authentication(), signIn, guard);
    }

    @Bean
    static MeApi me(ControlParts parts, DeskParts desks) {
        return new MeApi(parts, desks);
    }

    @Bean
    static SessionApi sessions(DeskParts desks, SignIn signIn) {
        return new SessionApi(desks, signIn);
    }

    @Bean
    static PolicyApi policy(JsonMapper json) {
        return new PolicyApi(json);
    }

    @Bean
    static PolicyTestApi policyTest(ControlParts parts, JsonMapper json) {
        return new PolicyTestApi(parts, json);
    }

    @Bean
    static CategoryApi categories(ControlParts parts) {
        return new CategoryApi(parts.categories());
    }

    @Bean
    static ExportWriter exports(JsonMapper json) {
        return new ExportWriter(json);
    }

    @Bean
    static EventApi events(ControlParts parts, ExportWriter exports) {
        return new EventApi(parts.dataClock(), exports);
    }

    @Bean
    static LiveApi live(ControlParts parts, JsonMapper json, Stopping stopping) {
        return new LiveApi(parts.dataClock(), json, stopping);
    }

    @Bean
    static StatsApi stats(ControlParts parts) {
        return new StatsApi(parts.dataClock());
    }

    @Bean
    static FieldInventory inventory() {
        return FieldInventory.load();
    }

    @Bean
    static DataCollectionApi dataCollection(ControlParts parts, FieldInventory inventory) {
        return new DataCollectionApi(inventory, parts.dataClock(), new NoticeTexts(inventory));
    }

    @Bean
    static MyApi my(ControlParts parts, FieldInventory inventory, ExportWriter exports) {
        return new MyApi(inventory, parts.dataClock(), exports);
    }

    @Bean
    static LicenceApi licence(ControlParts parts) {
        return new LicenceApi(parts.dataClock());
    }

    @Bean
    static ErasureApi erasures() {
        return new ErasureApi();
    }

    @Bean
    static HoldApi holds(ExportWriter exports) {
        return new HoldApi(exports);
    }

    @Bean
    static ReceiptApi receipts(ControlParts parts) {
        return new ReceiptApi(parts.trust().receipts());
    }

    @Bean
    static CustomerLicenceApi customerLicences(ControlParts parts) {
        return new CustomerLicenceApi(parts.trust().licences());
    }

    @Bean
    static OperatorReceiptApi operatorReceipts(ControlParts parts) {
        return new OperatorReceiptApi(parts.trust().receipts(), parts.trust().licences());
    }

    @Bean
    static PrivacyMailApi privacyMails() {
        return new PrivacyMailApi();
    }

    @Bean
    static UnassignedMailApi unassignedMails(ControlParts parts) {
        return new UnassignedMailApi(parts.trust().mails());
    }

    @Bean
    static Health health(ControlParts parts) {
        return new Health(parts.health(), parts.lake());
    }

    @Bean
    static AttentionApi attention(ControlParts parts, Health health) {
        return new AttentionApi(health, parts.dataClock(), parts.realClock());
    }

    @Bean
    static AuditApi audit() {
        return new AuditApi();
    }

    @Bean
    static PeopleApi people() {
        return new PeopleApi();
    }

    @Bean
    static TokenApi tokens(ControlParts parts) {
        return new TokenApi(parts.realClock());
    }

    @Bean
    static OnRampApi onRamps(ControlOptions options) {
        return new OnRampApi(options.proxyAddress());
    }

    @Bean
    static SettingsApi settings() {
        return new SettingsApi();
    }

    @Bean
    static CustomerApi customers(ControlParts parts) {
        return new CustomerApi(parts.directory(), parts.trust().licences(), parts.region(), parts.realClock());
    }

    @Bean
    static OperatorSight operatorSight(Listeners listeners) {
        return new OperatorSight(listeners::side);
    }

    @Bean
    static HealthApi healthApi(Health health, OperatorSight sight) {
        return new HealthApi(health, sight);
    }

    @Bean
    static MetricsApi metrics(ControlParts parts, Meter meter, OperatorSight sight) {
        List<dev.sekisho.control.MetricSource> sources = new ArrayList<>(parts.metrics());
        sources.add(meter);
        return new MetricsApi(sources, parts.lake(), sight);
    }

    @Bean
    static ConsoleHost console(ControlOptions options) {
        return new ConsoleHost(ConsoleFiles.of(options.console()));
    }

    /** The laboratory's calls exist only where there is a laboratory. */
    static final class Laboratory implements ImportBeanDefinitionRegistrar {
        private final org.springframework.beans.factory.BeanFactory beans;

        Laboratory(org.springframework.beans.factory.BeanFactory beans) {
            this.beans = beans;
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
            beans.getBean(ControlParts.class).laboratory().ifPresent(laboratory -> {
                var definition = new org.springframework.beans.factory.support.RootBeanDefinition(
                        LabApi.class, () -> new LabApi(laboratory));
                registry.registerBeanDefinition("lab", definition);
            });
        }
    }
}
