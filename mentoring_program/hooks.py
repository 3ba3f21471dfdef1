"""What happens besides when the addon is uninstalled."""

MODULE = "mentoring_program"
# Records of other addons that outlive ours: invoices, memberships and logins refer to
# the fee and to the contacts of the demo data.
OUTLIVING = ("product.product", "product.template", "res.partner", "res.users")


def forget_records(env):
    """Have the addon's tables dropped as a whole, and leave what others refer to.

    Odoo deletes every record with an external id of the addon before it drops the
    tables. It would meet the foreign keys between them, and log an error for each.
    """
    env["ir.model.data"].search(
        [
            ("module", "=", MODULE),
            "|",
            ("model", "=like", "mentoring.%"),
            ("model", "in", OUTLIVING),
        ]
    ).unlink()
