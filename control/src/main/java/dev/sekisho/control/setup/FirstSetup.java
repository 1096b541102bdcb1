package dev.sekisho.control.setup;

import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Operators.Operator;
import dev.sekisho.directory.People.NewPerson;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes the first operator, the first customer, its administrator, on-ramp and policy. Each step looks whether it was done, so
 * that an attempt that stopped halfway is finished by the next one rather than doubled.
 */
final class FirstSetup {
    private static final Actor.Job SETUP = new Actor.Job("setup");

    private final Directory directory;

    FirstSetup(Directory directory) {
        this.directory = directory;
    }

    /** @throws SekishoException {@code CONFLICT} if a login cannot be used, {@code INVALID_INPUT} if the directory refuses a value */
    void run(SetupForm form) {
        Operator operator = operator(form);
        Actor actor = new Actor.Operator(operator.token());
        CustomerDirectory customer = directory.of(customer(form, actor));
        if (customer.people().findByLogin(form.get("adminLogin")).isEmpty()) {
            String login = form.get("adminLogin");
            customer.people()
                    .add(
                            new NewPerson(login, login, "", Role.ADMINISTRATOR, new TreeSet<>()),
                            Optional.of(form.adminPassword().toCharArray()));
        }
        if (customer.onRamps().list().isEmpty()) {
            customer.onRamps().add("first", SourceNetwork.parse(form.get("source")), false);
        }
        if (customer.policies().current().isEmpty()) {
            customer.policies().publish(Starters.document(form.get("policy")), 0);
        }
    }

    private Operator operator(SetupForm form) {
        String login = form.get("operatorLogin");
        List<Operator> operators = directory.operators().list();
        if (operators.isEmpty()) {
            return directory
                    .operators()
                    .add(login, login, "", form.operatorPassword().toCharArray(), SETUP);
        }
        Operator made = operators.getFirst();
        // The holder of the one-time session corrects what an attempt before this one typed.
        directory.operators().setPassword(made.token(), form.operatorPassword().toCharArray(), SETUP);
        if (!made.login().equals(login)) {
            throw new SekishoException(
                    ErrorCode.CONFLICT, "The operator \"" + made.login() + "\" was made already; use that login.");
        }
        return made;
    }

    private CustomerScope customer(SetupForm form, Actor actor) {
        List<CustomerScope> existing = directory.customers().scopes(SETUP);
        if (!existing.isEmpty()) {
            return existing.getFirst();
        }
        Created created = directory
                .customers()
                .create(
                        CustomerSettings.initial(form.get("customerName")),
                        directory.customers().firstLicence(),
                        actor);
        return created.scope();
    }
}
