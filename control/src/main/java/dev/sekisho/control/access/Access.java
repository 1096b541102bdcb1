package dev.sekisho.control.access;

import dev.sekisho.directory.Permission;

/** Who may call an operation. */
public sealed interface Access {
    /** Anybody. */
    Access OPEN = new Open();

    /** Whoever is signed in, of a customer or of the provider. */
    Access SIGNED_IN = new SignedIn();

    /** The provider's people and programs. */
    Access OPERATORS = new Operators();

    /** Somebody of a customer with this permission. */
    static Access needs(Permission permission) {
        return new Needs(permission);
    }

    /** The spelling in {@code x-permission} of the API description. */
    String wire();

    /** Anybody. */
    record Open() implements Access {
        @Override
        public String wire() {
            return "none";
        }
    }

    /** Whoever is signed in. */
    record SignedIn() implements Access {
        @Override
        public String wire() {
            return "signed-in";
        }
    }

    /** The provider. */
    record Operators() implements Access {
        @Override
        public String wire() {
            return "operator";
        }
    }

    /** A permission of the customer's roles. */
    record Needs(Permission permission) implements Access {
        @Override
        public String wire() {
            return Permissions.wire(permission);
        }
    }
}
