import Net

/// The table of contents of the product's HTTP interface.
public enum Routes {
  /// Every route but the guard's own (`/login`, `/health` …) and the front-end files.
  public static func all(_ services: Services) -> [Route] {
    LeadRoutes.all(services) + LeadViewRoutes.all(services) + CampaignRoutes.all(services) + SequenceRoutes.all(services)
      + TemplateRoutes.all(services) + TemplateDeskRoutes.all(services) + LaunchRoutes.all(services) + FlightRoutes.all(services)
      + MessageRoutes.all(services) + AttachmentRoutes.all(services)
      + ReplyRoutes.all(services)
      + PracticeRoutes.all(services)
      + SuppressionRoutes.all(services) + SettingRoutes.all(services) + MailboxRoutes.all(services) + SetupRoutes.all(services)
      + SystemRoutes.all(services)
      + BackupRoutes.all(services) + RestoreGuardRoutes.all(services) + ProtectionRoutes.all(services)
      + ImportRoutes.all(services) + DiscoveryRoutes.all(services)
      + UpdateRoutes.all(services) + WorkspaceRoutes.all(services)
      + DiagnosticsRoutes.all(services)
      + VerifyRoutes.all(services) + MailDomainRoutes.all(services) + ProposalRoutes.all(services)
      + DraftRoutes.all(services)
  }
}
