print("cold-outreach")
